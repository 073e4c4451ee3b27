// The program `sigspec`.
#include "checker/cli.h"

int main(int argc, char** argv) { return sigspec::run_command_line(argc, argv); }
