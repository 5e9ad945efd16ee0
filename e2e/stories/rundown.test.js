// A crew plans one rundown at several screens, with other programs' files, and follows it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, invite, producer } from "../people.js";
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

const SHEET = `title,length,kind,languages,starts,notes,notes_sound
Welcome,2:00,speech,en,2031-03-22T10:00:00Z,,Lectern microphone
What a river remembers,10:00,recorded,sw,,,
قنات,5:00,speech,fa,,،آرام,
Break,15:00,break,,,,Music bed
`;

/** Opens the planning page of a producer's browser. */
async function planning(desk) {
  const page = await desk.context().newPage();
  await page.goto(`${server.origin}/control/rundown`);
  await page.getByTestId("planning").waitFor(PATIENCE);
  return page;
}

const titles = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("[data-testid=row-title]")].map(
      (input) => input.value,
    ),
  );

/** Waits until a page shows these titles in this order. */
const shows = (page, wanted) =>
  page.waitForFunction(
    (wanted) =>
      JSON.stringify(
        [...document.querySelectorAll("[data-testid=row-title]")].map(
          (input) => input.value,
        ),
      ) === JSON.stringify(wanted),
    wanted,
    PATIENCE,
  );

/** The cell of the row at a place. */
const cell = (page, place, name) =>
  page.getByTestId("row").nth(place).locator(`[data-cell=${name}]`);

test("two producers plan one rundown, and neither loses what they wrote", async () => {
  const first = await producer(chromium, server.link);
  const { url } = await invite(first, "producers", { name: "Second" });
  const second = await producer(chromium, url);
  const [one, other] = await Promise.all([first, second].map(planning));

  // A sheet with a mistake is told where, and changes nothing; the right one is there for both.
  const choose = (text) => ({
    name: "plan.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  });
  await one.getByTestId("open-exchange").click(PATIENCE);
  await one
    .getByTestId("import-file")
    .setInputFiles(choose(SHEET.replace("15:00", "long")));
  await one
    .getByTestId("import-problems")
    .getByText('row 5, column "length"')
    .waitFor(PATIENCE);
  assert.deepEqual(await titles(other), []);
  await one.getByTestId("import-file").setInputFiles(choose(SHEET));
  await one.getByTestId("import-report").waitFor(PATIENCE);
  await one.getByTestId("import-send").click(PATIENCE);
  const plan = ["Welcome", "What a river remembers", "قنات", "Break"];
  await Promise.all([one, other].map((page) => shows(page, plan)));

  // Both write in the same row, in different cells.
  await cell(one, 0, "title").fill("Opening");
  await cell(one, 0, "title").press("Enter");
  await cell(other, 0, "length").fill("3:00");
  await cell(other, 0, "length").press("Enter");
  plan[0] = "Opening";
  await Promise.all([one, other].map((page) => shows(page, plan)));
  await one.waitForFunction(
    () =>
      document.querySelector("[data-testid=row] [data-cell=length]").value ===
      "3:00",
    undefined,
    PATIENCE,
  );

  // The keyboard moves an item; what follows moves in time.
  await cell(other, 3, "title").focus();
  await cell(other, 3, "title").press("Alt+ArrowUp");
  const shifted = [plan[0], plan[1], plan[3], plan[2]];
  await Promise.all([one, other].map((page) => shows(page, shifted)));
  const { items } = await ask(one, "GET", "/rundown");
  const starts = Date.parse("2031-03-22T10:00:00Z");
  assert.deepEqual(
    items.map((item) => (item.planned_at - starts) / 60_000),
    [0, 3, 13, 28],
  );

  // Each takes back their own: the first the title, while the second's length and move stay.
  await one.getByRole("button", { name: "Undo", exact: true }).click(PATIENCE);
  shifted[0] = "Welcome";
  await Promise.all([one, other].map((page) => shows(page, shifted)));
  assert.equal(await cell(one, 0, "length").inputValue(), "3:00");

  // The history says who did what, and takes back what another did.
  await one.getByTestId("open-changes").click(PATIENCE);
  const moved = one.getByTestId("change").filter({ hasText: "Moved" });
  await moved.getByText("Second").waitFor(PATIENCE);
  await moved.getByRole("button").click(PATIENCE);
  await shows(other, ["Welcome", plan[1], plan[2], plan[3]]);
  await one.keyboard.press("Escape");

  // The plan leaves in every format, and comes back without a change.
  const files = await one.evaluate(async () => {
    const names = [
      "rundown.csv",
      "schedule.xml",
      "schedule.json",
      "schedule.ics",
    ];
    const read = async (name) => [
      name,
      await (await fetch(`/api/v1/${name}`)).text(),
    ];
    return Object.fromEntries(await Promise.all(names.map(read)));
  });
  assert.match(files["schedule.xml"], /<title>قنات<\/title>/);
  assert.match(files["schedule.ics"], /DTSTART:20310322T100000Z/);
  for (const [name, text] of Object.entries(files)) {
    const format = name.split(".").at(-1);
    if (format === "ics") continue;
    const report = await one.evaluate(
      async ([format, body]) => {
        const headers = { "content-type": "application/octet-stream" };
        return (
          await fetch(`/api/v1/rundown/import?format=${format}&dry_run=true`, {
            method: "POST",
            headers,
            body,
          })
        ).json();
      },
      [format, text],
    );
    assert.deepEqual(
      [report.added, report.changed, report.same, report.problems],
      [0, 0, 4, []],
      name,
    );
  }
});

test("the crew follows the show, each with their own notes", async () => {
  const desk = await producer(chromium, (await fresh()).url);
  const page = await desk.context().newPage();
  await page.goto(`${server.origin}/control/crew?role=sound`);
  await page
    .getByTestId("crew-coming")
    .first()
    .getByText("Lectern microphone")
    .waitFor(PATIENCE);
  await desk.keyboard.press("n");
  await page.getByTestId("crew-current").getByText("Welcome").waitFor(PATIENCE);
  await page
    .getByTestId("crew-current")
    .getByText("Lectern microphone")
    .waitFor(PATIENCE);
  assert.equal(await page.getByTestId("crew-coming").count(), 3);
});

/** Another producer of the summit of the story before. */
async function fresh() {
  const context = chromium.contexts()[0];
  return invite(context.pages()[0], "producers", { name: "Third" });
}
