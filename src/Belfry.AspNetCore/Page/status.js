// Keeps the page up to date, and signs in. Reads only from the server it came from.
const { home, live } = document.body.dataset;
const say = (id, text) => { const place = document.getElementById(id); if (place) place.textContent = text; };

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(home, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (fresh.body.dataset.live !== "yes") return location.reload();
    document.querySelector("main").replaceWith(document.adoptNode(fresh.querySelector("main")));
    say("live", "● live");
  } catch {
    say("live", "○ the server does not answer; what you see may be old");
  }
}

async function signIn(event) {
  event.preventDefault();
  const key = document.getElementById("key").value;
  const answer = await fetch(home + "login", { method: "POST", headers: { Authorization: "Bearer " + key } });
  if (answer.ok) location.reload();
  else say("refused", answer.status === 429 ? "Too many wrong keys; wait a minute." : "That key is not right.");
}

document.getElementById("sign-in")?.addEventListener("submit", signIn);
if (live === "yes") setInterval(refresh, 2000);
