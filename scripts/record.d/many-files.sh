# Thirty C++ files and a makefile over them.
for i in $(seq 30); do
  printf '#include <map>\n#include <string>\nstd::map<std::string, int> table%d;\n' "$i" >"many$i.cc"
done
cat >many.mk <<'END'
objects := $(patsubst %.cc,%.o,$(wildcard many*.cc))
all: $(objects)
%.o: %.cc
	g++ -c -o $@ $<
END
