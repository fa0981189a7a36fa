// Reads lines {"schema": …, "texts": [JSON text, …]} from stdin; writes for each a line [true | false, …] of ajv's verdicts.
// The only option that is not ajv's default is that it does not log: strict mode remarks on every union of types.
const Ajv = require(require.resolve("ajv", { paths: [process.argv[2]] })).default;

const lines = require("fs").readFileSync(0, "utf-8").split("\n").filter(Boolean);
for (const line of lines) {
  const { schema, texts } = JSON.parse(line);
  const validate = new Ajv({ logger: false }).compile(schema);
  console.log(JSON.stringify(texts.map((text) => validate(JSON.parse(text)))));
}
