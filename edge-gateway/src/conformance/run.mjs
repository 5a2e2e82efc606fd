// Starts the suite's reference origin and the gateway, runs every test, prints and writes the report.
// node run.mjs <gateway jar> [--report file] [--suite suite-id] [--id test-id] [--base http://host:port]
import fs from 'node:fs'
import { parseArgs } from 'node:util'
import fetch from 'node-fetch'
import { startGateway, startOrigin, stopAll } from './processes.mjs'
import { classify, render, verdict } from './report.mjs'
import { loadSuites, runSuites } from './suites.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    report: { type: 'string' },
    json: { type: 'string' },
    id: { type: 'string' },
    suite: { type: 'string' },
    base: { type: 'string' },
    java: { type: 'string', default: 'java' },
    'gateway-arg': { type: 'string', multiple: true, default: [] }
  }
})

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopAll().then(() => process.exit(130)))

try {
  const suites = await loadSuites(values.id, values.suite)
  let base = values.base
  if (!base) {
    const origin = await startOrigin()
    base = await startGateway(values.java, positionals[0], origin, values['gateway-arg'])
  }
  const results = await runSuites(suites, fetch, base)
  if (values.json) fs.writeFileSync(values.json, JSON.stringify(results, null, 2))
  const outcome = classify(suites, results)
  const text = render(outcome)
  console.log(text)
  if (values.report) fs.writeFileSync(values.report, text)
  const problems = values.id ? [] : verdict(outcome)
  problems.forEach(problem => console.error(`FAILED: ${problem}`))
  process.exitCode = problems.length ? 1 : 0
} catch (error) {
  console.error(error)
  process.exitCode = 2
} finally {
  await stopAll()
}
