// The worker's end, and the page's where there are no workers: do a task, tell how far it is, report.

const TASKS = { recount, receipt: checkReceipt };
const PAUSE = 100; // milliseconds between two words about progress

function perform(task, tell) {
  let last = 0;
  const progress = (done, all) => {
    if (performance.now() - last < PAUSE) return;
    last = performance.now();
    tell({ done, all });
  };
  return TASKS[task.what](task, progress).then((report) => tell({ report }));
}

if (typeof document === "undefined") {
  addEventListener("message", ({ data }) => {
    perform(data, (word) => postMessage(word)).catch((error) => postMessage({ crash: String(error) }));
  });
}
