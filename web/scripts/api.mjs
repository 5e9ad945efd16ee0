// Makes src/lib/api/schema.ts from src/lib/api/openapi.json, which the server writes (`plenary openapi`).
// With `--check` nothing is written, and it fails when the types are stale.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const [source, target] = ['src/lib/api/openapi.json', 'src/lib/api/schema.ts'];
const document = JSON.parse(await readFile(source, 'utf8'));
// Ids of operations would become names of types, and they need not be unique among resources.
for (const path of Object.values(document.paths))
	for (const operation of Object.values(path))
		if (operation && typeof operation === 'object') delete operation.operationId;
const text = `// Made by \`npm run api\` from openapi.json: do not edit.\n${astToString(await openapiTS(document))}`;

if (process.argv.includes('--check')) {
	if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
		console.error(`${target} is stale: run \`npm run api\``);
		process.exit(1);
	}
} else await writeFile(target, text);
