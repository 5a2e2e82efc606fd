// The service's API, asked with the token of whoever signed in. The token is kept by this tab alone.

const KEY = "tideline-token";

/** A refusal in words that can be shown. */
export class Refused extends Error {
  constructor(status, problem) {
    super(words(status, problem));
    this.status = status;
  }
}

function words(status, problem) {
  const faults = problem.errors?.map(one => `${one.pointer} ${one.detail}`).join("; ");
  const what = [problem.title, faults || problem.detail].filter(Boolean).join(". ");
  return what || `The service answered with status ${status}.`;
}

export const token = {
  get: () => sessionStorage.getItem(KEY),
  keep: value => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

async function ask(path, options = {}) {
  const answer = await fetch(path, {
    ...options,
    headers: { ...options.headers, Authorization: `Bearer ${token.get()}` },
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(20_000),
  }).catch(() => {
    throw new Refused(0, { title: "The service does not answer" });
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Refused(answer.status, body);
  }
  return body;
}

export const get = path => ask(path);

export const post = (path, body, headers = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) });
