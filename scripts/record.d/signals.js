// Signal handlers, children that are killed, a worker thread, and an orderly end on SIGTERM.
const { spawn, execSync } = require("child_process");
const { Worker } = require("worker_threads");

process.on("SIGUSR2", () => console.log("SIGUSR2"));
process.on("SIGTERM", () => { console.log("SIGTERM"); process.exit(4); });
process.once("SIGINT", () => console.log("SIGINT"));

const sleeper = spawn("sleep", ["20"]);
sleeper.on("exit", (code, signal) => {
  console.log("sleeper:", code, signal);
  console.log(execSync("kill -USR2 $PPID; echo from a shell").toString());
  const worker = new Worker("for (let i = 0; i < 1e8; i++); process.exit(3)", { eval: true });
  worker.on("exit", (status) => {
    console.log("worker:", status);
    process.kill(process.pid, "SIGINT");
    setTimeout(() => process.kill(process.pid, "SIGTERM"), 50);
  });
});
setTimeout(() => sleeper.kill("SIGKILL"), 100);
