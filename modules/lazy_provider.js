// Runs inside the jsii kernel just before the AWS provider's package is loaded, and turns the two costs of that load into
// work on demand: lib/index.js requires 1,500 files (1.8 s, 450 MB), and .jsii describes 23,000 types in 120 MB of JSON
// (0.5 s, 480 MB). Each hook does its one job and takes itself out; a file in another shape than expected loads as ever.
"use strict";

const fs = require("fs");
const Module = require("module");
const path = require("path");

const { readFileSync } = fs;
const { parse } = JSON;
const loadScript = Module._extensions[".js"];

const PROVIDER = path.join("node_modules", "@cdktf", "provider-aws");
const INDEX = path.join(PROVIDER, "lib", "index.js");
const ASSEMBLY = path.join(PROVIDER, ".jsii");

// jsii writes .jsii indented by two, and JSON has no line break inside a string: how a line begins says what it opens.
const TYPES_LINE = '\n  "types": {';
const TYPE_LINE = '\n    "@cdktf/provider-aws.';
const TYPE_END = "\n    }";
const NAME_AT = '\n    "'.length;

Module._extensions[".js"] = (module, filename) => {
  if (!filename.endsWith(INDEX)) return loadScript(module, filename);
  Module._extensions[".js"] = loadScript;
  module._compile(withGetters(readFileSync(filename, "utf8")), filename);
};

function withGetters(source) {
  return source.replace(
    /^exports\.(\w+) = require\((".+")\);$/gm,
    'Object.defineProperty(exports, "$1", { enumerable: true, configurable: true, get: () => require($2) });',
  );
}

// The kernel parses the text it has just read. It is handed a stand-in text, which its parser answers with the assembly.
fs.readFileSync = (file, ...options) => {
  if (!String(file).endsWith(ASSEMBLY)) return readFileSync(file, ...options);
  fs.readFileSync = readFileSync;
  const assembly = readAssembly(file);
  if (assembly === undefined) return readFileSync(file, ...options);
  const standIn = '"the lazy assembly of @cdktf/provider-aws"';
  JSON.parse = (text, ...reviver) => {
    if (text !== standIn) return parse(text, ...reviver);
    JSON.parse = parse;
    return assembly;
  };
  return Buffer.from(standIn);
};

// The assembly with a `types` that parses a type when it is first asked for; undefined if there is no such part.
function readAssembly(file) {
  const descriptor = fs.openSync(file);
  const { typesAt, typeAt } = findTypes(descriptor);
  if (typesAt === undefined) return undefined;
  const types = new Proxy(typeAt, {
    get(known, name) {
      if (typeof known[name] === "number") known[name] = readType(descriptor, known[name]);
      return known[name];
    },
  });
  const head = Buffer.alloc(typesAt);
  fs.readSync(descriptor, head, 0, typesAt, 0);
  return { ...parse(head.toString("utf8").replace(/,\s*$/, "}")), types };
}

// Goes through the file once, in pieces of whole lines: where `types` begins, and each type by its name.
function findTypes(descriptor) {
  const piece = Buffer.alloc(1024 * 1024);
  const typeAt = Object.create(null);
  let typesAt;
  for (let start = 0; ; ) {
    const read = piece.subarray(0, fs.readSync(descriptor, piece, 0, piece.length, start));
    const lines = read.subarray(0, Math.max(0, read.lastIndexOf("\n")));
    if (lines.length === 0) return { typesAt, typeAt };
    let from = 0;
    if (typesAt === undefined && (from = lines.indexOf(TYPES_LINE)) >= 0) typesAt = start + from;
    if (typesAt !== undefined) {
      for (let at = lines.indexOf(TYPE_LINE, from); at >= 0; at = lines.indexOf(TYPE_LINE, at + 1)) {
        typeAt[lines.toString("utf8", at + NAME_AT, lines.indexOf('"', at + NAME_AT))] = start + at;
      }
    }
    start += lines.length;
  }
}

function readType(descriptor, at) {
  for (let size = 64 * 1024; ; size *= 4) {
    const piece = Buffer.alloc(size);
    const read = piece.subarray(0, fs.readSync(descriptor, piece, 0, size, at));
    const end = read.indexOf(TYPE_END);
    if (end >= 0) return parse(read.toString("utf8", read.indexOf("{"), end + TYPE_END.length));
    if (read.length < size) throw new Error(`@cdktf/provider-aws: no end of the type at byte ${at} of .jsii`);
  }
}
