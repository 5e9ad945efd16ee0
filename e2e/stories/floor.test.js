// Live discussion: guests ask to speak, the crew gives the floor, and everybody's time is counted.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { arrive, ask, enter, invite, producer, tile } from "../people.js";
import { PATIENCE } from "../picture.js";
import { browser, serve } from "../server.js";

let server, chromium;
before(async () => {
  server = await serve();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  assert.equal(await server.stop(), 0, "the server ends in order");
});

/** Asks for the floor with the button of the page. */
async function raise(guest, category) {
  await guest.getByTestId("hand-raise").click(PATIENCE);
  await guest.getByTestId(`hand-${category}`).click(PATIENCE);
}

const place = (guest, number) =>
  guest
    .locator(`[data-testid=hand-place][data-place="${number}"]`)
    .waitFor(PATIENCE);

const turn = (guest, state) =>
  guest.locator(`[data-testid=hand][data-state=${state}]`).waitFor(PATIENCE);

/** Waits until the desk lists these people in this order. */
const lists = (desk, people) =>
  desk.waitForFunction(
    (people) =>
      JSON.stringify(
        [...document.querySelectorAll("[data-testid=floor-request]")].map(
          (row) => row.dataset.person,
        ),
      ) === JSON.stringify(people),
    people,
    PATIENCE,
  );

/** Waits until a clock has counted so many seconds. */
const counted = (page, testid, seconds) =>
  page.waitForFunction(
    ([testid, seconds]) =>
      Number(
        document.querySelector(`[data-testid=${testid}]`)?.dataset.spoken,
      ) >= seconds,
    [testid, seconds],
    PATIENCE,
  );

test("two speakers ask, the order is changed, and one goes on air with a clock that is counted", async () => {
  const desk = await producer(chromium, server.link);
  const [amina, bo] = [
    await invite(desk, "speakers", {
      name: "Amina Odhiambo",
      language: "en",
      country: "ke",
      delegation: "Rivers",
    }),
    await invite(desk, "speakers", {
      name: "Bo Lindqvist",
      language: "en",
      country: "se",
    }),
  ];
  const one = await arrive(chromium, amina.url);
  await enter(one);
  const other = await arrive(chromium, bo.url);
  await enter(other);
  assert.equal(
    await one.getByTestId("hand").count(),
    0,
    "nobody can ask while the list is closed",
  );

  // The key opens the panel, and the switch the list.
  await desk.keyboard.press("f");
  await desk.getByTestId("floor-open").click(PATIENCE);
  await raise(one, "speech");
  await place(one, 1);
  await raise(other, "speech");
  await place(other, 2);
  await lists(desk, [amina.source, bo.source]);

  // The keyboard changes the order, the mouse changes it back, and both see their place.
  const row = (person) =>
    desk.locator(`[data-testid=floor-request][data-person="${person.source}"]`);
  await row(bo).focus();
  await desk.keyboard.press("Alt+ArrowUp");
  await lists(desk, [bo.source, amina.source]);
  await Promise.all([place(other, 1), place(one, 2)]);
  await row(amina)
    .getByTestId("floor-drag")
    .dragTo(row(bo), { targetPosition: { x: 60, y: 4 } });
  await lists(desk, [amina.source, bo.source]);
  await row(bo).focus();
  await desk.keyboard.press("Alt+ArrowUp");
  await lists(desk, [bo.source, amina.source]);

  // Who withdraws and asks on a point of order goes first.
  await one.getByTestId("hand-withdraw").click(PATIENCE);
  await lists(desk, [bo.source]);
  await raise(one, "point_of_order");
  await lists(desk, [amina.source, bo.source]);
  await place(other, 2);

  // The floor is given with a key: the person is in preview, and one take puts them on air.
  await row(bo).focus();
  await desk.keyboard.press("Enter");
  await turn(other, "called");
  await tile(desk, bo.source, "ready")
    .and(desk.locator("[data-state=live]"))
    .waitFor(PATIENCE);
  assert.equal(await desk.getByTestId("floor-clock").count(), 0);
  await desk.locator("body").click({ position: { x: 2, y: 2 } });
  await desk.keyboard.press("Space");
  await turn(other, "speaking");
  await other
    .locator("[data-testid=tally][data-state=on_air]")
    .waitFor(PATIENCE);
  await other.getByTestId("hand-clock").getByText("left").waitFor(PATIENCE);
  await counted(desk, "floor-clock", 3);

  // Another is called while the first speaks; the take hands over, and the clock begins anew.
  await desk.keyboard.press("k");
  await turn(one, "called");
  await tile(desk, amina.source, "ready")
    .and(desk.locator("[data-state=live]"))
    .waitFor(PATIENCE);
  await desk.keyboard.press("Space");
  await turn(one, "speaking");
  await turn(other, "none");
  await counted(desk, "floor-clock", 2);
  await desk.keyboard.press("l");
  await desk
    .locator("[data-testid=floor-clock][data-running=false]")
    .waitFor(PATIENCE);
  await desk.keyboard.press("o");
  await turn(one, "none");
  await desk
    .getByTestId("floor-speaking")
    .waitFor({ state: "detached", ...PATIENCE });

  // What they spoke is there by person, country and party, and as a sheet.
  await desk.getByTestId("floor-times").click(PATIENCE);
  await desk.getByTestId("times-row").nth(1).waitFor(PATIENCE);
  await desk.getByTestId("times-parties").click(PATIENCE);
  await desk.getByTestId("times-row").getByText("Rivers").waitFor(PATIENCE);
  const { people, countries } = await ask(desk, "GET", "/floor/totals");
  const times = Object.fromEntries(
    people.map(({ person, spoken_ms }) => [person, spoken_ms]),
  );
  assert.ok(times[bo.source] >= 3_000 && times[amina.source] >= 2_000);
  assert.deepEqual(countries.map(({ country }) => country).sort(), [
    "ke",
    "se",
  ]);
  const sheet = await desk.evaluate(async () =>
    (await fetch("/api/v1/floor/totals.csv")).text(),
  );
  assert.match(sheet, /^person,Amina Odhiambo,ke,Rivers,1,\d+\.\d$/m);
  assert.match(sheet, /^party,,,Rivers,1,\d+\.\d$/m);
  await desk.keyboard.press("Escape");
});

test("a location asks from its own page when it was let in", async () => {
  const desk = chromium.contexts()[0].pages()[0];
  const kisumu = await invite(desk, "locations", {
    name: "Kisumu",
    country: "ke",
  });
  const host = await arrive(chromium, kisumu.url);
  await enter(host);
  await host.mouse.move(200, 200);
  await raise(host, "question");
  await host.getByTestId("hand-refused").waitFor(PATIENCE);
  await ask(desk, "PUT", `/locations/${kisumu.id}/admission`, {
    admission: "admitted",
  });
  await host.mouse.move(220, 220);
  await raise(host, "question");
  await place(host, 1);
  await lists(desk, [kisumu.source]);
  await desk
    .locator(`[data-testid=floor-request][data-person="${kisumu.source}"]`)
    .focus();
  await desk.keyboard.press("Delete");
  await turn(host, "none");
});
