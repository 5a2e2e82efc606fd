// Starts the suite's reference origin and the gateway, runs every test, prints and writes the report.
// node run.mjs <gateway jar> [--policy permissive|default] [--report file] [--suite suite-id] [--id test-id]
import fs from 'node:fs'
import { parseArgs } from 'node:util'
import fetch from 'node-fetch'
import { findJava } from './jdk.mjs'
import { startGateway, startOrigin, stopAll } from './processes.mjs'
import { classify, problems, render, summary } from './report.mjs'
import { loadSuites, runSuites } from './suites.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    policy: { type: 'string', default: 'permissive' },
    report: { type: 'string' },
    id: { type: 'string' },
    suite: { type: 'string' },
    base: { type: 'string' },
    java: { type: 'string' },
    'gateway-arg': { type: 'string', multiple: true, default: [] }
  }
})

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopAll().then(() => process.exit(130)))

try {
  const suites = await loadSuites(values.id, values.suite)
  const base = values.base || await startBoth()
  const outcome = classify(suites, await runSuites(suites, fetch, base))
  const text = render(outcome, values.policy)
  if (values.report) fs.writeFileSync(values.report, text)
  console.log(values.id || values.suite ? text : summary(outcome, values.policy))
  const found = problems(outcome, values.policy)
  found.forEach(problem => console.error(`FAILED: ${problem}`))
  process.exitCode = found.length ? 1 : 0
} catch (error) {
  console.error(error.message)
  process.exitCode = 2
} finally {
  await stopAll()
}

async function startBoth () {
  const java = values.java || findJava()
  const origin = await startOrigin(values.policy)
  return startGateway(java, positionals[0], origin, values.policy, values['gateway-arg'])
}
