// Why a test is not passed: always one of "the test contradicts the RFC" or "we decided so".
const staleClose = 'the test means to see that a forbidden stale answer is not given, but it asks for the number of a ' +
  'request that the origin answered by hanging up, which no answer can carry; it applies only to a cache that serves ' +
  'stale without any permission, and we do not'
const shortPart = 'the origin of this test says "Content-Range: bytes 4-9/10" and sends five bytes. We keep the five ' +
  'positions that arrived (RFC 9111 §3.3) and answer from them only ranges wholly within'

export const reasons = {
  'method-POST': 'the policy allows such an answer to be stored (RFC 9110 §9.3.3); the gateway passes answers to POST through ' +
    'without keeping them',
  'stale-close-must-revalidate': staleClose,
  'stale-close-proxy-revalidate': staleClose,
  'stale-close-no-cache': staleClose,
  'stale-close-s-maxage=2': staleClose,
  'conditional-lm-fresh-no-lm': 'without Last-Modified, If-Modified-Since is compared with Date (RFC 9111 §4.3.2); here ' +
    'Date is 50 minutes later, so the answer is the whole response and not 304',
  'partial-store-partial-reuse-partial': shortPart,
  'partial-store-partial-reuse-partial-absent': shortPart,
  'partial-store-partial-reuse-partial-suffix': shortPart,
  'partial-store-partial-complete': 'the stored part has no validator, so nothing that arrives later may be joined to it ' +
    '(RFC 9110 §15.3.7.3); asking for the rest would only cost a second request. With a strong validator we do ask for ' +
    'the rest'
}
