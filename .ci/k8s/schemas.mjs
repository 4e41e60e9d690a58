// Holds rendered manifests against the schemas of the Kubernetes API and of the operators' resources: what is required is
// there, values are of their type and among the allowed, and nothing stands there that the API does not know.
// Usage: node schemas.mjs <directory of rendered .yaml>, where node_modules is. Fails on kinds that it has no schema for.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseAllDocuments } from "yaml";
import Ajv from "ajv";

const packages = {
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator",
  "external-secrets.io": "@kubernetes-models/external-secrets",
  "serving.knative.dev": "@kubernetes-models/knative",
  "keda.sh": "@kubernetes-models/keda",
};
// No registry has those of CloudNativePG: what we use of them is written down, and anything else refused.
const own = JSON.parse(readFileSync(new URL("own-schemas.json", import.meta.url)));
const ajv = new Ajv({ allErrors: true });

const directory = process.argv[2];
const typed = join(process.cwd(), "typed");
mkdirSync(typed, { recursive: true });
const failures = [];
let checked = 0;

async function check(overlay, object) {
  const where = `${overlay}: ${object.kind}/${object.metadata.name}`;
  const [group, version] = object.apiVersion.includes("/") ? object.apiVersion.split("/") : ["", object.apiVersion];
  checked++;
  // A line break in base64 is none to the API.
  Object.entries(object.kind === "Secret" ? object.data : {}).forEach(([key, value]) => {
    object.data[key] = value.replaceAll("\n", "");
  });
  const ours = own[`${object.apiVersion}/${object.kind}`];
  if (ours) {
    const { apiVersion, kind, metadata, ...rest } = object;
    if (!ajv.validate(ours, rest)) {
      failures.push(`${where}: ${ajv.errorsText()} ${JSON.stringify(ajv.errors[0].params)}`);
    }
    return;
  }
  const module = [packages[group] ?? "kubernetes-models", group, version, object.kind].filter(Boolean).join("/");
  try {
    const Model = (await import(module))[object.kind];
    new Model(object).validate();
  } catch (e) {
    failures.push(`${where}: ${e.message}`);
    return;
  }
  // A literal with a property that its type lacks is an error to the compiler, at any depth.
  const file = `${overlay}-${object.kind}-${object.metadata.name}`.replaceAll(/[^A-Za-z0-9-]/g, "-");
  writeFileSync(join(typed, `${file}.ts`), `import type { I${object.kind} as T } from "${module}";\n`
    + `export const manifest: T = ${JSON.stringify(object, null, 1)};\n`);
}

for (const file of readdirSync(directory).filter((name) => name.endsWith(".yaml"))) {
  for (const document of parseAllDocuments(readFileSync(join(directory, file), "utf8"), { version: "1.1" })) {
    await check(basename(file, ".yaml"), document.toJS());
  }
}
writeFileSync("tsconfig.json", JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, module: "nodenext", moduleResolution: "nodenext", types: [], skipLibCheck: true },
  include: ["typed"],
}));
try {
  execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.json"], { encoding: "utf8" });
} catch (e) {
  failures.push(e.stdout.trim());
}
failures.forEach((failure) => console.log(failure));
console.log(`${checked} manifests held against their schemas, ${failures.length} problems`);
process.exit(failures.length > 0 || checked === 0 ? 1 : 0);
