// Why a test is not passed under the permissive policy: in each the test asks for what an RFC forbids.
const staleClose = 'by the suite\'s own rule it applies only to a cache that serves stale without any permission when the ' +
  'origin hangs up (`stale-close`), and we do not (RFC 9111 §4.2.4). It also asks for the number of a request that the ' +
  'origin never answered'
const cookie = 'an answer that sets a cookie is stored only if it is marked for shared caches (`public`, `s-maxage`)'
const surrogate = 'Surrogate-Control is no RFC; the default policy reads `Tideline-Cache-Control` and `CDN-Cache-Control`'
const shortPart = 'the origin of this test says `Content-Range: bytes 4-9/10` and sends five bytes. '

/** Required tests that the default policy fails, being stricter than the RFCs ask. */
export const stricter = {
  'headers-store-Set-Cookie': cookie,
  '304-etag-update-response-Set-Cookie': cookie,
  '304-etag-update-response-ETag': 'the 304 names another entity tag than the one asked about, so it validates nothing (RFC ' +
    '9111 §4.3.4), and the origin is asked again',
  'surrogate-no-store-cc-fresh': surrogate,
  'surrogate-fresh-cc-nostore': surrogate
}

export const reasons = {
  'stale-close-must-revalidate': staleClose,
  'stale-close-proxy-revalidate': staleClose,
  'stale-close-no-cache': staleClose,
  'stale-close-s-maxage=2': staleClose,
  'conditional-lm-fresh-no-lm': 'it wants 304 for a response without `Last-Modified` whose `Date` is 50 minutes later ' +
    'than `If-Modified-Since`. RFC 9111 §4.3.2 compares with `Date` then, and RFC 9110 §13.1.3 ignores the field: ' +
    'either way the whole response is sent',
  'partial-store-partial-reuse-partial': shortPart + 'It wants all five for the last five positions, 5-9, of which only ' +
    '5-8 came (RFC 9111 §3.3)',
  'partial-store-partial-reuse-partial-suffix': shortPart + 'It wants the fifth for position 9, which did not come ' +
    '(RFC 9111 §3.3)'
}
