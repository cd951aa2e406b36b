/** The only way in which the page changes anything. */

/** The answer's JSON, if any. An Error with the sentence of the wall if it refuses. */
export async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Error(answer?.message ?? String(response.status));
  return answer;
}
