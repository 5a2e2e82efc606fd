// What the results mean, by the suite's own rules, as a table.
import { reasons, stricter } from './reasons.mjs'

/** A build fails when more optimal tests than these are not passed, or one that reasons.mjs does not name. */
const OPTIMAL_MISSES_ALLOWED = 3

/**
 * Outcomes as the suite's own display defines them (lib/display.mjs): a test says nothing when one that it depends on is not
 * passed, or when its setup went otherwise than it needs.
 */
export function classify (suites, results) {
  const all = new Map(suites.flatMap(suite => suite.tests).map(test => [test.id, test]))
  const outcomeOf = test => {
    const result = results[test.id]
    if (lacking(test).length) return 'untold'
    if (result === true) return 'pass'
    return Array.isArray(result) && result[0] === 'Setup' ? 'setup' : 'fail'
  }
  const lacking = test =>
    (test.depends_on || []).filter(id => all.has(id) && outcomeOf(all.get(id)) !== 'pass')
  return suites.map(suite => ({
    name: suite.name,
    tests: suite.tests.map(test => ({
      id: test.id,
      kind: test.kind || 'required',
      outcome: outcomeOf(test),
      lacking: lacking(test),
      message: Array.isArray(results[test.id]) ? results[test.id][1] : ''
    }))
  }))
}

/** Why a build must fail. The default policy is stricter on purpose: it is measured, and not held to anything. */
export function problems (outcome, policy) {
  if (policy !== 'permissive') return []
  const missed = outcome.flatMap(suite => suite.tests).filter(test => test.kind !== 'check' && test.outcome !== 'pass')
  const required = missed.filter(test => test.kind === 'required' && test.outcome !== 'untold')
  const found = required.map(test => `required: ${test.id}: ${test.message}`)
  const optimal = missed.filter(test => test.kind === 'optimal')
  if (optimal.length > OPTIMAL_MISSES_ALLOWED) found.push(`${optimal.length} optimal tests not passed`)
  missed.filter(test => !reasons[test.id]).forEach(test => found.push(`no reason known: ${test.id}: ${test.message}`))
  return found
}

export function summary (outcome, policy) {
  const tests = outcome.flatMap(suite => suite.tests)
  const of = (kind, ...outcomes) => tests.filter(test => test.kind === kind && outcomes.includes(test.outcome)).length
  const total = kind => tests.filter(test => test.kind === kind).length
  return `http-cache-tests, policy ${policy}: ` +
    `required ${of('required', 'pass')} passed, ${of('required', 'fail', 'setup')} failed, ` +
    `${of('required', 'untold')} do not apply, of ${total('required')}; ` +
    `optimal ${of('optimal', 'pass')} of ${total('optimal')}`
}

export function render (outcome, policy) {
  const all = outcome.flatMap(suite => suite.tests)
  const missed = all.filter(test => test.kind !== 'check' && test.outcome !== 'pass')
  return [
    summary(outcome, policy),
    '',
    '| suite | required passed | optimal passed | checks: yes |',
    '|---|---|---|---|',
    ...outcome.map(suite => row(suite.name, suite.tests)),
    row('**all**', all),
    '',
    missed.length ? 'Not passed:' : 'Every required and every optimal test passed.',
    '',
    ...missed.map(test => `- \`${test.id}\` (${test.kind}, ${explained(test)}): ${reason(test)}`),
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

function explained (test) {
  return test.outcome === 'untold' ? `does not apply: \`${test.lacking.join('`, `')}\` is not shown` : 'not passed'
}

function reason (test) {
  return reasons[test.id] || stricter[test.id] || test.message || 'no reason known'
}
