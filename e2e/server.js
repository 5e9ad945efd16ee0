// A real server on a free port with a data folder of its own, and a real Chromium with fake devices.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

// Another program than the one that was built here: STORIES_PROGRAM. What begins with PLENARY_ is a setting.
const PROGRAM =
  process.env.STORIES_PROGRAM ??
  new URL("../target/release/plenary", import.meta.url).pathname;

/** Starts `plenary serve`; resolves when it has printed the first producer's link. */
export async function serve() {
  const data = await mkdtemp(join(tmpdir(), "plenary-e2e-"));
  const child = spawn(PROGRAM, ["serve", "--data", data], {
    env: {
      ...process.env,
      PLENARY_SERVER__LISTEN: `[::]:${await freePort()}`,
      PLENARY_SERVER__DRAIN_S: "2",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => (said = (said + text).slice(-2_000)));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  let origin, link;
  for await (const line of createInterface({ input: child.stdout })) {
    origin ??= line.match(/is at (\S+)/)?.[1];
    link ??= line.match(/(http\S+\/join#\S+)/)?.[1];
    if (link) break;
  }
  if (!link)
    throw new Error(
      `the server did not start: exit code ${await ended}, ${said}`,
    );
  return {
    origin,
    link,
    data,
    /** Stops it as an operator does, and resolves to its exit code. */
    async stop() {
      child.kill("SIGTERM");
      const code = await ended;
      await rm(data, { recursive: true, force: true });
      return code;
    },
  };
}

/** Brings simulated speakers and locations to a server, with the link of a rehearsal, until `stop`. */
export function swarm(link) {
  const child = spawn(PROGRAM, ["swarm", link], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  return {
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/** Makes the programme of a stage in a process of its own, as the control room says it; resolves once it does. */
export async function stage(command, cache) {
  const link = command.match(/'(\S+)'/)[1];
  const child = spawn(PROGRAM, ["stage", "--join", link, "--cache", cache], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes("makes the stage")) break;
  return {
    /** Ends it as a crash does, or in order. */
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** Chromium with a fake camera and microphone. */
export function browser(...extra) {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      "--autoplay-policy=no-user-gesture-required",
      ...extra,
    ],
  });
}

/** A port that is free for TCP now, and so most likely for UDP. */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "::", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
