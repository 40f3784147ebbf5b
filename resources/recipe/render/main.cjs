// Electron main of the training renderer: feeds seeds to one page and writes what it returns.
const { app, BrowserWindow } = require('electron');
const fs = require('node:fs');
const path = require('node:path');

const settings = JSON.parse(process.env.R1_RENDER_SETTINGS);

function doneSeeds(file) {
  if (!fs.existsSync(file)) return new Set();
  const whole = fs.readFileSync(file, 'utf8');
  const end = whole.lastIndexOf('\n') + 1;
  // A killed run may leave half a line.
  if (end < whole.length) fs.truncateSync(file, Buffer.byteLength(whole.slice(0, end)));
  return new Set(
    whole
      .slice(0, end)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).seed),
  );
}

async function run() {
  const window = new BrowserWindow({
    show: false,
    width: 200,
    height: 200,
    webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false },
  });
  await window.loadFile(path.join(__dirname, 'page.html'));
  const images = path.join(settings.out, 'images');
  fs.mkdirSync(images, { recursive: true });
  const listing = path.join(settings.out, `scenes-${settings.from}.jsonl`);
  const done = doneSeeds(listing);
  const started = Date.now();
  let count = 0;
  const totals = [];
  for (let seed = settings.from; seed < settings.from + settings.count; seed++) {
    if (done.has(seed)) continue;
    const job = {
      seed,
      include: settings.include,
      jitterCamera: settings.jitterCamera,
      putAway: settings.putAway,
      unseen: settings.unseen,
    };
    const result = await window.webContents.executeJavaScript(`window.renderJob(${JSON.stringify(job)})`);
    fs.writeFileSync(path.join(images, `${seed}.jpg`), Buffer.from(result.jpeg, 'base64'));
    fs.appendFileSync(listing, `${result.line}\n`);
    result.marks.forEach((ms, i) => {
      totals[i] = (totals[i] ?? 0) + ms;
    });
    count++;
    if (count % 200 === 0 || seed === settings.from + settings.count - 1) {
      const seconds = (Date.now() - started) / 1000;
      console.log(
        `${seed} ${(count / seconds).toFixed(1)} pictures/s, ms a picture (draw, encode start, ids, finish): ` +
          `${totals.map((t) => (t / count).toFixed(1)).join(' ')}, ${result.triangles} triangles`,
      );
    }
  }
}

app
  .whenReady()
  .then(run)
  .then(
    () => app.exit(0),
    (error) => {
      console.error(error);
      app.exit(1);
    },
  );
