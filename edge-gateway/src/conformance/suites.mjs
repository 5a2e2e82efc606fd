// The suite's own definitions and its own runner; nothing of a test is changed here.
import surrogate from 'http-cache-tests/tests/surrogate-control.mjs'
import tests from 'http-cache-tests/tests/index.mjs'
import { getResults, runTests } from 'http-cache-tests/client/runner.mjs'

/** Fewer at a time than the suite's 100: the reference origin and the gateway share this machine with us. */
const AT_A_TIME = 40

/** A test that waits longer for an answer has failed; the longest pause within a test is three seconds. */
const ANSWER_MS = 15_000

/** All suites that are meant for shared caches, or one of them, or the one test with this id. */
export async function loadSuites (id, only) {
  return [...tests, surrogate]
    .filter(suite => !only || suite.id === only)
    .map(suite => ({ ...suite, tests: suite.tests.filter(test => !test.browser_only && (!id || test.id === id)) }))
    .filter(suite => suite.tests.length > 0)
    .map(suite => ({ ...suite, tests: suite.tests.map(test => (id ? { ...test, dump: true } : test)) }))
}

export async function runSuites (suites, fetch, base) {
  const impatient = (url, init) => fetch(url, { ...init, timeout: ANSWER_MS })
  await runTests(suites, impatient, false, base, AT_A_TIME)
  return getResults()
}
