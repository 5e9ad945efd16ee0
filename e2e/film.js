// Films that ffmpeg makes on the spot, and their way to the server.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { ask } from "./people.js";
import { PATIENCE } from "./picture.js";

/** Writes a film of one colour with a tone to `path`; `more` are options of ffmpeg for it. */
export function film(path, colour, seconds = 6, more = []) {
  const input = `color=${colour}:s=1280x720:r=30:d=${seconds},noise=alls=20:allf=t`;
  execFileSync("ffmpeg", [
    ...["-v", "error", "-y", "-f", "lavfi", "-i", input],
    ...["-f", "lavfi", "-i", `sine=600:r=48000:d=${seconds}`, ...more],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "12M", path],
  ]);
  return path;
}

/** Sends a film as the crew does, and resolves to its clip once it can be shown. */
export async function upload(desk, path, title) {
  const bytes = readFileSync(path).toString("base64");
  const id = await desk.evaluate(
    async ([bytes, title]) => {
      const body = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0));
      const tus = { "tus-resumable": "1.0.0" };
      const begun = await fetch("/api/v1/uploads", {
        method: "POST",
        headers: {
          ...tus,
          "upload-length": `${body.length}`,
          "upload-metadata": `title ${btoa(title)}`,
        },
      });
      const place = begun.headers.get("location");
      const sent = await fetch(place, {
        method: "PATCH",
        headers: {
          ...tus,
          "upload-offset": "0",
          "content-type": "application/offset+octet-stream",
        },
        body,
      });
      if (!sent.ok) throw new Error(await sent.text());
      return place.split("/").at(-1);
    },
    [bytes, title],
  );
  return answers(desk, `/clips/${id}`, { state: "ready" });
}

/** Asks the API until the answer has these values, and resolves to it. */
export async function answers(
  desk,
  path,
  wanted,
  patience_ms = PATIENCE.timeout,
) {
  const until = Date.now() + patience_ms;
  for (;;) {
    const answer = await ask(desk, "GET", path);
    if (Object.entries(wanted).every(([key, value]) => answer[key] === value))
      return answer;
    if (Date.now() > until)
      throw new Error(`${path} is still ${JSON.stringify(answer)}`);
    await desk.waitForTimeout(250);
  }
}
