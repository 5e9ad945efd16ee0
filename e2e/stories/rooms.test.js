// Behind the scenes: the crew talks to a guest, who talks back; rooms, and a test call. None of it is in the programme.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  arrive,
  ask,
  enter,
  invite,
  preview,
  producer,
  tile,
} from "../people.js";
import { colour, PATIENCE, plays, showsCamera } from "../picture.js";
import { browser, serve, swarm } from "../server.js";
import { beeps, listen } from "../sound.js";

let server, chromium, crowd, desk, speaker, viewer, amina;
before(async () => {
  server = await serve();
  chromium = await browser();
});
after(async () => {
  await Promise.all([chromium?.close(), crowd?.stop()]);
  assert.equal(await server.stop(), 0, "the server ends in order");
});

const spoken = (page, yes) =>
  page
    .locator(`[data-testid=talkback][data-spoken=${yes}]`)
    .waitFor({ ...PATIENCE, state: "attached" });

/** Both ends of a call hear the same beep at the same time, which each would take for an echo of the other. */
const withoutEcho = (page) =>
  page.addInitScript(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(
      navigator.mediaDevices,
    );
    navigator.mediaDevices.getUserMedia = ({ audio, ...rest }) =>
      ask({
        ...rest,
        audio: audio && {
          ...audio,
          echoCancellation: false,
          noiseSuppression: false,
          autoGainControl: false,
        },
      });
  });

/** Forgets the beeps that were heard until now. */
const forget = (page) => page.evaluate(() => (globalThis.beeps.length = 0));

const heard = (page) => page.evaluate(() => globalThis.beeps.length);

/** The person in the crew's rooms. */
const guest = () =>
  desk.locator(`[data-testid=room-guest][data-source="${amina.source}"]`);

test("the crew talks to one speaker, whose page says so; the programme has no such sound", async () => {
  desk = await producer(chromium, server.link);
  await listen(desk);
  await withoutEcho(desk);
  await desk.reload();
  await desk
    .locator("[data-testid=control][data-status=open]")
    .waitFor(PATIENCE);
  amina = await invite(desk, "speakers", {
    name: "Amina Odhiambo",
    title: "Hydrologist",
    language: "en",
  });
  viewer = await (await chromium.newContext()).newPage();
  await listen(viewer);
  await viewer.goto(`${server.origin}/watch`);
  await plays(viewer);

  speaker = await arrive(chromium, amina.url);
  await listen(speaker);
  await withoutEcho(speaker);
  await speaker.reload();
  await enter(speaker);
  await speaker
    .locator("[data-testid=room][data-room=green]")
    .waitFor(PATIENCE);

  await desk.getByTestId("tab-rooms").click(PATIENCE);
  await guest().getByTestId("guest-talk").click(PATIENCE);
  await desk.keyboard.down("t");
  await spoken(speaker, true);
  await desk.getByText("They hear you").waitFor(PATIENCE);
  await speaker.getByText("The crew is talking to you").waitFor(PATIENCE);
  // The desk's fake microphone beeps once a second.
  await forget(viewer);
  const between = await beeps(speaker, 3);
  assert.ok(
    between.every((gap_s) => gap_s > 0.3 && gap_s < 1.8),
    `heard with ${between.map((gap) => gap.toFixed(2))} s between`,
  );
  assert.equal(await heard(viewer), 0, "the programme has no such tone");
  await desk.keyboard.up("t");
  await spoken(speaker, false);

  // Latched, it goes on without a key.
  await desk.keyboard.press("Shift+T");
  await spoken(speaker, true);
  await beeps(speaker, 1);
  await desk.keyboard.press("Shift+T");
  await spoken(speaker, false);
});

test("a speaker talks back while they hold the button, and the crew alone hears it", async () => {
  const button = speaker.getByTestId("talk-back");
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  await speaker.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await speaker.mouse.down();
  await speaker
    .locator("[data-testid=talkback][data-heard=true]")
    .waitFor(PATIENCE);
  await desk
    .locator(`[data-testid=talking][data-from="${amina.source}"]`)
    .waitFor(PATIENCE);
  await forget(viewer);
  await beeps(desk, 2);
  assert.equal(await heard(viewer), 0, "the programme has no such tone");
  await speaker.mouse.up();
  await desk
    .locator(`[data-testid=talking][data-from="${amina.source}"]`)
    .waitFor({ ...PATIENCE, state: "detached" });
});

test("the crew moves a speaker to another room, sends them out and lets them back in", async () => {
  await desk.getByTestId("room-open").click(PATIENCE);
  await desk.getByTestId("room-name").fill("Stage wings");
  await desk.getByTestId("room-open-sure").click(PATIENCE);
  const wings = desk.locator("[data-testid=room][data-name='Stage wings']");
  await wings.waitFor(PATIENCE);
  await guest()
    .getByTestId("guest-room")
    .selectOption({ label: "Stage wings" });
  await wings
    .locator(`[data-source="${amina.source}"]`)
    .first()
    .waitFor(PATIENCE);
  await speaker.getByTestId("room").getByText("Stage wings").waitFor(PATIENCE);

  // Their picture moves when the crew asks for it.
  await guest().getByTestId("guest-live").click(PATIENCE);
  await guest().and(desk.locator("[data-moving=true]")).waitFor(PATIENCE);
  await showsCamera(desk, [0.1, 0.5], "[data-testid=guest-motion]");
  await guest().getByTestId("guest-live").click(PATIENCE);

  await guest().getByTestId("guest-out").click(PATIENCE);
  await desk.getByTestId("out-reason").fill("Your line is noisy.");
  await desk.getByTestId("out-sure").click(PATIENCE);
  await speaker
    .getByTestId("sent-out")
    .getByText("Your line is noisy.")
    .waitFor(PATIENCE);
  await guest().getByTestId("let-in").click(PATIENCE);
  await speaker
    .getByTestId("sent-out")
    .waitFor({ ...PATIENCE, state: "detached" });
  // Letting in is taken back, and so is that; then the move.
  await desk.getByTestId("rooms-undo").click(PATIENCE);
  await speaker.getByTestId("sent-out").waitFor(PATIENCE);
  await desk.getByTestId("rooms-undo").click(PATIENCE);
  await speaker.getByTestId("talkback").waitFor(PATIENCE);
  await desk.getByTestId("rooms-undo").click(PATIENCE);
  await speaker
    .locator("[data-testid=room][data-room=green]")
    .waitFor(PATIENCE);
});

test("a test call is between the two, and ends before its guest is on air", async () => {
  await guest().getByTestId("guest-call").click(PATIENCE);
  await speaker.getByTestId("call").waitFor(PATIENCE);
  await speaker.getByText(/^You are talking with /).waitFor(PATIENCE);
  await desk.getByTestId("crew-call").waitFor(PATIENCE);
  await showsCamera(speaker, [0.1, 0.5], "[data-testid=call-picture]");
  await showsCamera(desk, [0.1, 0.5], "[data-testid=call-picture]");

  // The guest ends it; the next one a take ends, and says so.
  await speaker.getByTestId("call-end").click(PATIENCE);
  await desk
    .getByTestId("crew-call")
    .waitFor({ ...PATIENCE, state: "detached" });
  await desk.keyboard.press("h");
  await speaker.getByTestId("call").waitFor(PATIENCE);
  await desk.getByTestId("crew-call").waitFor(PATIENCE);
  await preview(desk, amina.source);
  await desk.keyboard.press("Space");
  await speaker.getByTestId("call").waitFor({ ...PATIENCE, state: "detached" });
  await desk
    .getByText(/The call has been ended/)
    .first()
    .waitFor(PATIENCE);
  assert.equal(
    await speaker.getByTestId("tally").getAttribute("data-state"),
    "ready",
    "nobody came on air",
  );
  await desk.keyboard.press("Space");
  await tile(desk, amina.source, "air").waitFor(PATIENCE);
  await speaker
    .locator("[data-testid=tally][data-state=on_air]")
    .waitFor(PATIENCE);
  // On air there is no way to the crew.
  await speaker
    .getByTestId("talk-back")
    .waitFor({ ...PATIENCE, state: "detached" });
});

/** Amina's page shows what a monitor of the desk does, as the ground of both pictures tells. */
async function sees(monitor) {
  const place = [0.1, 0.5];
  const until = Date.now() + PATIENCE.timeout;
  for (;;) {
    const [wanted, seen] = await Promise.all([
      colour(desk, place, `[data-testid=${monitor}]`),
      colour(speaker, place, "[data-testid=return-picture] canvas"),
    ]);
    const apart = wanted?.map((one, at) => Math.abs(one - (seen?.[at] ?? 999)));
    if (apart && Math.max(...apart) < 24) return;
    if (Date.now() > until) assert.fail(`${seen} is seen, not ${wanted}`);
    await desk.waitForTimeout(250);
  }
}

test("a guest who is next chooses what they see, and the page remembers", async () => {
  // One who costs this machine less than a browser with a camera, and whom it does not lose.
  const { url } = await ask(desk, "POST", "/rehearsals", {
    speakers: 1,
    locations: 0,
    viewers: 0,
    hours: 1,
  });
  crowd = swarm(url);
  const other = desk.locator(
    `[data-testid=source]:not([disabled]):not([data-source="${amina.source}"])`,
  );
  await other.first().waitFor(PATIENCE);
  const bo = await other.first().getAttribute("data-source");
  await preview(desk, bo);
  await desk.keyboard.press("Space");
  await tile(desk, bo, "air").waitFor(PATIENCE);
  await preview(desk, amina.source);
  // Bo is on air and Amina is previewed: Amina sees Bo alone.
  await speaker.getByTestId("see-guests").click(PATIENCE);
  const shown = (what) =>
    speaker.locator(`[data-testid=return-picture][data-shown=${what}]`);
  await shown("guests").waitFor(PATIENCE);
  await sees("programme");
  await speaker.reload();
  await enter(speaker);
  await shown("guests").waitFor(PATIENCE);
  // The crew chooses for them, too: what comes next is Amina's own camera.
  await desk
    .locator(`[data-testid=room-guest][data-source="${amina.source}"]`)
    .getByTestId("guest-picture")
    .selectOption("preview");
  await shown("preview").waitFor(PATIENCE);
  await sees("preview");
});
