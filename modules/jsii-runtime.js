// Starts the jsii kernel in this process, with stdin and stdout as its line to Python. jsii's own launcher starts it in
// a second Node process and copies each request and each answer from pipe to pipe, which is most of what a call costs.
// COUNTERPROMO_JSII_PROGRAM is the path of the kernel's script, which reads and writes file descriptor 3.
"use strict";

const fs = require("fs");
const { Writable } = require("stream");

const { readSync, writeSync } = fs;
const KERNEL = 3;
const [STDIN, STDOUT, STDERR] = [0, 1, 2];

fs.readSync = (descriptor, ...rest) => readSync(descriptor === KERNEL ? STDIN : descriptor, ...rest);
fs.writeSync = (descriptor, ...rest) => writeSync(descriptor === KERNEL ? STDOUT : descriptor, ...rest);

// What a package prints reaches Python as JSON on stderr, as from jsii's launcher.
for (const name of ["stdout", "stderr"]) {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      writeSync(STDERR, `${JSON.stringify({ [name]: Buffer.from(chunk).toString("base64") })}\n`);
      done();
    },
  });
  Object.defineProperty(process, name, { configurable: true, get: () => stream });
}

// A Ctrl-C reaches Python too, which then closes stdin: the kernel ends with it, and not before.
process.on("SIGINT", () => {});

require(process.env.COUNTERPROMO_JSII_PROGRAM);
