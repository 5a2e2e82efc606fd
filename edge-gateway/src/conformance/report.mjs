// What the results mean, by the suite's own rules, as a table.
import { reasons } from './reasons.mjs'

/** A build fails below this; the rest is named in the report with its reason. */
const OPTIMAL_MISSES_ALLOWED = 6

/**
 * Outcomes as the suite's own display defines them: a test whose dependency the cache does not show says nothing, and
 * one whose setup went otherwise than it needs says nothing either.
 */
export function classify (suites, results) {
  const all = new Map(suites.flatMap(suite => suite.tests).map(test => [test.id, test]))
  const outcomeOf = test => {
    const result = results[test.id]
    const lacking = (test.depends_on || []).find(id => all.has(id) && outcomeOf(all.get(id)) !== 'pass')
    if (lacking) return 'untold'
    if (result === true) return 'pass'
    return Array.isArray(result) && result[0] === 'Setup' ? 'setup' : 'fail'
  }
  return suites.map(suite => ({
    name: suite.name,
    tests: suite.tests.map(test => ({
      id: test.id,
      kind: test.kind || 'required',
      name: test.name,
      outcome: outcomeOf(test),
      lacking: (test.depends_on || []).filter(id => all.has(id) && outcomeOf(all.get(id)) !== 'pass'),
      message: Array.isArray(results[test.id]) ? results[test.id][1] : ''
    }))
  }))
}

export function verdict (outcome) {
  const tests = outcome.flatMap(suite => suite.tests)
  const unexplained = tests.filter(test => test.kind === 'required' && isMissed(test))
  const optimal = tests.filter(test => test.kind === 'optimal' && test.outcome !== 'pass')
  const problems = unexplained.map(test => `required: ${test.id}: ${test.message}`)
  if (optimal.length > OPTIMAL_MISSES_ALLOWED) problems.push(`${optimal.length} optimal tests not passed`)
  return problems
}

export function render (outcome) {
  const rows = outcome.map(suite => row(suite.name, suite.tests))
  const all = outcome.flatMap(suite => suite.tests)
  const missed = all.filter(test => test.kind !== 'check' && test.outcome !== 'pass')
  return [
    '| suite | required passed | optimal passed | checks: yes |',
    '|---|---|---|---|',
    ...rows,
    row('**all**', all),
    '',
    missed.length ? 'Not passed:' : 'Every required and every optimal test passed.',
    '',
    ...missed.map(test => `- \`${test.id}\` (${test.kind}, ${explainOutcome(test)}): ${reason(test)}`),
    ''
  ].join('\n')
}

function row (name, tests) {
  const share = kind => {
    const of = tests.filter(test => test.kind === kind)
    return of.length ? `${of.filter(test => test.outcome === 'pass').length} / ${of.length}` : ''
  }
  return `| ${name} | ${share('required')} | ${share('optimal')} | ${share('check')} |`
}

function isMissed (test) {
  return test.outcome === 'fail' || test.outcome === 'setup'
}

function explainOutcome (test) {
  return test.outcome === 'untold' ? `does not apply: \`${test.lacking.join('`, `')}\` is not shown` : 'not passed'
}

function reason (test) {
  return reasons[test.id] || test.message || 'no reason known'
}
