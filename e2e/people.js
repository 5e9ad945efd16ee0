// People of a summit and what they do with mouse and keyboard.
import { PATIENCE } from "./picture.js";

/** Opens a personal link in a browser of its own (a context) and goes through the door. */
export async function arrive(chromium, link, options = {}) {
  const context = await chromium.newContext({
    viewport: { width: 1280, height: 720 },
    ...options,
  });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByTestId("join-button").click(PATIENCE);
  await page.waitForURL(/\/(control|speaker|location)$/, PATIENCE);
  return page;
}

/** A producer at the desk. */
export async function producer(chromium, link) {
  const page = await arrive(chromium, link, {
    viewport: { width: 1920, height: 1080 },
  });
  await page
    .locator("[data-testid=control][data-status=open]")
    .waitFor(PATIENCE);
  return page;
}

/** Lets a guest through the device check into the room. */
export async function enter(page) {
  await page.getByTestId("check-start").click(PATIENCE);
  await page.getByTestId("enter-room").click(PATIENCE);
  await page.locator("[data-step=room]").waitFor(PATIENCE);
}

/** Asks the API in a page's name. */
export async function ask(page, method, path, body) {
  return page.evaluate(
    async ([method, path, body]) => {
      const headers = body ? { "content-type": "application/json" } : {};
      const answer = await fetch(`/api/v1${path}`, {
        method,
        headers,
        body: body && JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
      return text === "" ? undefined : JSON.parse(text);
    },
    [method, path, body],
  );
}

/** Adds a person and makes their link; `kind` is `speakers`, `locations` or `producers`. */
export async function invite(page, kind, body) {
  const { id } = await ask(page, "POST", `/${kind}`, body);
  const { url } = await ask(page, "POST", `/${kind}/${id}/link`, {});
  return { id, url, source: `${kind.slice(0, -1)}/${id}` };
}

/** Lets simulated speakers in for an hour, whom `bring` brings with a link; answers who they are. */
export async function rehearse(desk, speakers, bring) {
  const { url } = await ask(desk, "POST", "/rehearsals", {
    speakers,
    locations: 0,
    viewers: 0,
    hours: 1,
  });
  bring(url);
  await desk
    .locator("[data-testid=source]:not([disabled])")
    .nth(speakers - 1)
    .waitFor(PATIENCE);
  return ask(desk, "GET", "/speakers");
}

/** Where a source stands on a producer's desk. */
export const tile = (page, source, tally) =>
  page.locator(
    `[data-testid=source][data-source="${source}"]${tally ? `[data-tally=${tally}]` : ""}`,
  );

/** Puts a source that is there into preview, and waits for its pictures, as whoever takes it next would. */
export async function preview(page, source) {
  await page
    .locator(`[data-testid=source][data-source="${source}"]:not([disabled])`)
    .click(PATIENCE);
  await tile(page, source, "ready")
    .and(page.locator("[data-state=live]"))
    .waitFor(PATIENCE);
}
