// Runs inside the jsii kernel just before the AWS provider's package is loaded, and turns the two costs of that load into
// work on demand: lib/index.js requires 2,000 files (1.8 s, 450 MB), and .jsii describes 23,000 types in 120 MB of JSON
// (0.5 s, 480 MB). Each hook does its one job and takes itself out; a file in another shape than expected loads as ever.
"use strict";

const fs = require("fs");
const Module = require("module");
const path = require("path");

const { readFileSync } = fs;
const { parse } = JSON;
const loadScript = Module._extensions[".js"];

// The bindings of CDKTF, and those of its fork CDK Terrain.
const PROVIDERS = ["@cdktf", "@cdktn"].map((scope) => path.join("node_modules", scope, "provider-aws"));
const INDEX = path.join("lib", "index.js");
const ASSEMBLY = ".jsii";
const isProviders = (name, file) => PROVIDERS.some((provider) => String(file).endsWith(path.join(provider, name)));

// jsii writes .jsii indented by two, and JSON has no line break inside a string: how a line begins says what it opens.
const TYPES_BEGIN = '\n  "types": {';
const TYPES_END = "\n  }";
const TYPE_BEGIN = '\n    "@cdkt';
const TYPE_END = "\n    }";
const NAME_AT = '\n    "'.length;

Module._extensions[".js"] = (module, filename) => {
  if (!isProviders(INDEX, filename)) return loadScript(module, filename);
  Module._extensions[".js"] = loadScript;
  return module._compile(withGetters(readFileSync(filename, "utf8")), filename);
};

function withGetters(source) {
  return source.replace(
    /^exports\.(\w+) = require\((".+")\);$/gm,
    'Object.defineProperty(exports, "$1", { enumerable: true, configurable: true, get: () => require($2) });',
  );
}

// The kernel parses the text it has just read. It is handed a stand-in text, which its parser answers with the assembly.
fs.readFileSync = (file, ...options) => {
  if (!isProviders(ASSEMBLY, file)) return readFileSync(file, ...options);
  fs.readFileSync = readFileSync;
  const assembly = readAssembly(file);
  if (assembly === undefined) return readFileSync(file, ...options);
  const standIn = '"the lazy assembly of the AWS provider"';
  JSON.parse = (text, ...reviver) => {
    if (text !== standIn) return parse(text, ...reviver);
    JSON.parse = parse;
    return assembly;
  };
  return Buffer.from(standIn);
};

// The assembly with `types` that are parsed one by one when first asked for; undefined where they are not found.
function readAssembly(file) {
  const descriptor = fs.openSync(file);
  const { typesAt, typeAt, lastAt } = findTypes(descriptor);
  if (lastAt === undefined) return undefined;
  const head = read(descriptor, 0, typesAt).toString("utf8");
  const rest = read(descriptor, lastAt, fs.fstatSync(descriptor).size - lastAt);
  const tail = rest.toString("utf8", rest.indexOf(TYPES_END));
  const types = new Proxy(typeAt, {
    get(known, name) {
      if (typeof known[name] === "number") known[name] = readType(descriptor, known[name]);
      return known[name];
    },
  });
  return { ...parse(head + TYPES_BEGIN + tail), types };
}

// Goes through the file once, in pieces of whole lines: where `types` begins, each type by its name, and the last one.
function findTypes(descriptor) {
  const piece = Buffer.alloc(1024 * 1024);
  const typeAt = Object.create(null);
  let typesAt, lastAt;
  for (let start = 0; ; ) {
    const bytes = piece.subarray(0, fs.readSync(descriptor, piece, 0, piece.length, start));
    const lines = bytes.subarray(0, Math.max(0, bytes.lastIndexOf("\n")));
    if (lines.length === 0) return bytes.length < piece.length ? { typesAt, typeAt, lastAt } : {};
    let at = 0;
    if (typesAt === undefined && (at = lines.indexOf(TYPES_BEGIN)) >= 0) typesAt = start + at;
    if (typesAt !== undefined) {
      while ((at = lines.indexOf(TYPE_BEGIN, at)) >= 0) {
        lastAt = start + at;
        at += NAME_AT;
        typeAt[lines.toString("utf8", at, lines.indexOf('"', at))] = lastAt;
      }
    }
    start += lines.length;
  }
}

function readType(descriptor, at) {
  for (let size = 64 * 1024; ; size *= 4) {
    const bytes = read(descriptor, at, size);
    const end = bytes.indexOf(TYPE_END);
    if (end >= 0) return parse(bytes.toString("utf8", bytes.indexOf("{"), end + TYPE_END.length));
    if (bytes.length < size) throw new Error(`the AWS provider: the type at byte ${at} of .jsii has no end`);
  }
}

function read(descriptor, at, size) {
  const bytes = Buffer.alloc(size);
  return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, size, at));
}
