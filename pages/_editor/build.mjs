// Builds dist/editor.js: one file, styles included, the same bytes every time from the same sources.
import { createHash } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { build, transform } from "esbuild"

const styles = {
  name: "styles-as-text",
  setup(builder) {
    builder.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true })
      return { contents: code, loader: "text" }
    })
  },
}

// What the bundle is made from. tests/pages/editor/ recomputes this where there is no node to rebuild with.
function fingerprint() {
  const hash = createHash("sha256")
  const sources = readdirSync("src").sort().map((name) => `src/${name}`)
  for (const name of ["build.mjs", "package-lock.json", "package.json", ...sources]) {
    hash.update(`${name}\n`).update(readFileSync(name))
  }
  return hash.digest("hex")
}

// MIT asks that the notice travels with every copy, so the notices of all bundled packages stand beside the bundle.
function notices(inputs) {
  const packages = new Set()
  for (const path of Object.keys(inputs)) {
    const found = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)
    if (found) packages.add(found[1])
  }
  return [...packages].sort().map((name) => {
    const folder = `node_modules/${name}`
    const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"))
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    return `${name} ${version} (${license})\n\n${file ? readFileSync(`${folder}/${file}`, "utf8").trim() : ""}\n`
  }).join(`\n${"-".repeat(72)}\n\n`)
}

const result = await build({
  entryPoints: ["src/index.ts"],
  outfile: "dist/editor.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  write: false,
  plugins: [styles],
})
mkdirSync("dist", { recursive: true })
const [bundle] = result.outputFiles
writeFileSync("dist/editor.js", bundle.contents)
writeFileSync("dist/editor.licences.txt", notices(result.metafile.inputs))
writeFileSync("dist/editor.sha256", `sources ${fingerprint()}\nbundle ${createHash("sha256").update(bundle.contents).digest("hex")}\n`)
console.log(`dist/editor.js ${(bundle.contents.length / 1024).toFixed(0)} KB`)
