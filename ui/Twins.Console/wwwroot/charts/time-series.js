// The console's one chart: lines over time on a canvas, fed with new samples only.
import * as paint from "./paint.js";
import { valueRange } from "./scale.js";
import { Series } from "./series.js";

const charts = new Set();
const margins = { left: 64, right: 16, top: 22, bottom: 26, lane: 36 };

export function create(root, options) {
    return new TimeSeries(root, options);
}

class TimeSeries {
    constructor(root, options) {
        this.root = root;
        this.canvas = root.querySelector("canvas");
        this.readout = root.querySelector("[data-readout]");
        this.options = options;
        this.now = 0;
        this.cursor = null;
        this.markers = [];
        this.frameRequest = 0;
        this.setLines(options.lines);
        this.listen();
        charts.add(this);
    }

    // Lines that stay keep their samples; lanes are by unit, in order of appearance.
    setLines(descriptions) {
        const known = new Map((this.series ?? []).map(series => [series.description.key, series]));
        this.series = descriptions.map(description => {
            const series = known.get(description.key) ?? new Series(description, this.options.capacity);
            series.description = description;
            return series;
        });
        const lanes = new Map();
        for (const series of this.series) {
            const unit = series.description.unit;
            const lane = lanes.get(unit) ?? { unit, series: [], range: this.lanes?.find(l => l.unit === unit)?.range };
            lane.series.push(series);
            lanes.set(unit, lane);
        }
        this.lanes = [...lanes.values()];
        this.invalidate();
    }

    // Packet of doubles: now, then per line with news: line index, count, times, values.
    append(bytes) {
        const data = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
        this.now = data[0];
        for (let position = 1; position < data.length;) {
            const series = this.series[data[position]];
            const count = data[position + 1];
            position += 2;
            for (let i = 0; i < count; i++) {
                series?.push(data[position + i], data[position + count + i]);
            }
            position += 2 * count;
        }
        this.invalidate();
    }

    setMarkers(markers) {
        this.markers = markers;
        this.invalidate();
    }

    setView(windowMs, timeZone) {
        this.options.windowMs = windowMs;
        this.options.timeZone = timeZone;
        this.formats = new Map();
        this.invalidate();
    }

    dispose() {
        charts.delete(this);
        cancelAnimationFrame(this.frameRequest);
        this.resizes.disconnect();
        this.themes.disconnect();
    }

    listen() {
        this.resizes = new ResizeObserver(() => this.invalidate());
        this.resizes.observe(this.canvas);
        this.themes = new MutationObserver(() => { this.theme = null; this.invalidate(); });
        this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
        this.canvas.addEventListener("pointermove", event => this.pointAt(event.offsetX));
        this.canvas.addEventListener("pointerleave", () => share(null));
        this.canvas.addEventListener("blur", () => share(null));
        this.canvas.addEventListener("keydown", event => this.key(event));
    }

    pointAt(x) {
        const { view, frame } = this.geometry();
        share(x < frame.left || x > frame.right ? null : view.time(x));
    }

    key(event) {
        const step = this.options.windowMs / (event.shiftKey ? 20 : 200);
        const from = this.now - this.options.windowMs;
        const moves = { ArrowLeft: t => t - step, ArrowRight: t => t + step, Home: () => from, End: () => this.now, Escape: () => null };
        const move = moves[event.key];
        if (!move || (event.key === "Escape" && this.cursor === null)) {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
        const time = move(this.cursor ?? this.now);
        share(time === null ? null : Math.min(this.now, Math.max(from, time)));
    }

    invalidate() {
        this.frameRequest ||= requestAnimationFrame(() => {
            this.frameRequest = 0;
            this.draw();
        });
    }

    geometry() {
        const width = this.canvas.clientWidth;
        const height = this.canvas.clientHeight;
        const frame = { left: margins.left, right: width - margins.right, top: margins.top, bottom: height - margins.bottom, rightMargin: margins.right };
        frame.width = Math.max(1, frame.right - frame.left);
        const from = this.now - this.options.windowMs;
        const scale = frame.width / this.options.windowMs;
        const view = { from, to: this.now, x: time => frame.left + (time - from) * scale, time: x => from + (x - frame.left) / scale };
        return { width, height, frame, view };
    }

    layoutLanes(frame, view) {
        const gaps = margins.lane * (this.lanes.length - 1);
        const height = (frame.bottom - frame.top - gaps) / Math.max(1, this.lanes.length);
        this.lanes.forEach((lane, index) => {
            lane.top = frame.top + index * (height + margins.lane);
            lane.bottom = lane.top + height;
            const extents = lane.series.map(series => series.extent(view.from, view.to));
            const low = Math.min(...extents.map(extent => extent.low));
            const high = Math.max(...extents.map(extent => extent.high));
            const leastSpan = Math.max(...lane.series.map(series => series.description.leastSpan));
            lane.range = valueRange(low, high, lane.range, Math.max(2, Math.floor(height / 36)), leastSpan);
            const scale = lane.range ? height / (lane.range.high - lane.range.low) : 0;
            lane.y = value => lane.bottom - (value - lane.range.low) * scale;
        });
    }

    draw() {
        const { width, height, frame, view } = this.geometry();
        if (width === 0 || height === 0) {
            return;
        }
        const context = this.canvas.getContext("2d");
        const theme = this.theme ??= readTheme(this.root);
        const ratio = fitCanvas(this.canvas, width, height);
        paint.clear(context, { width, height, ratio }, theme);
        if (this.now === 0 || this.series.length === 0) {
            return;
        }
        this.layoutLanes(frame, view);
        paint.timeAxis(context, frame, view, theme, (time, step) => this.clock(time, step < 60000));
        for (const lane of this.lanes.filter(lane => !lane.range)) {
            paint.emptyLane(context, frame, lane, theme);
        }
        const lanes = this.lanes.filter(lane => lane.range);
        for (const lane of lanes) {
            paint.lane(context, frame, lane, theme);
            for (const series of lane.series.filter(series => series.description.band)) {
                paint.band(context, frame, lane, series.description.band, theme);
            }
        }
        for (const marker of this.markers.filter(marker => marker.time >= view.from && marker.time <= view.to)) {
            paint.marker(context, frame, view.x(marker.time), marker.text, theme);
        }
        for (const lane of lanes) {
            for (const series of lane.series) {
                paint.line(context, frame, lane, series, view, theme);
            }
        }
        if (this.cursor !== null && this.cursor >= view.from && this.cursor <= view.to) {
            paint.cursor(context, frame, view, this.cursor, lanes, theme);
        }
        this.describe();
    }

    // The text alternative: what the cursor, or now, reads; the same words for the eye and for a screen reader.
    describe() {
        const time = this.cursor ?? this.now;
        const parts = this.series.map(series => {
            const { description } = series;
            const value = series.at(time);
            const text = Number.isNaN(value) ? "no value" : `${value.toFixed(description.decimals).replace("-", "\u2212")} ${description.unit}`;
            return `${description.label} ${text}`;
        });
        const text = this.cursor === null ? "" : `${this.clock(time, true)}: ${parts.join(" · ")}`;
        if (this.readout.textContent !== text) {
            this.readout.textContent = text;
        }
    }

    clock(time, seconds) {
        this.formats ??= new Map();
        let format = this.formats.get(seconds);
        if (!format) {
            format = new Intl.DateTimeFormat("en-GB", {
                hour: "2-digit", minute: "2-digit", second: seconds ? "2-digit" : undefined, hourCycle: "h23", timeZone: this.options.timeZone,
            });
            this.formats.set(seconds, format);
        }
        return format.format(time);
    }
}

// One cursor for every chart of the page.
function share(time) {
    for (const chart of charts) {
        if (chart.cursor !== time) {
            chart.cursor = time;
            chart.invalidate();
        }
    }
}

function fitCanvas(canvas, width, height) {
    const ratio = window.devicePixelRatio || 1;
    const pixels = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    if (canvas.width !== pixels.width || canvas.height !== pixels.height) {
        canvas.width = pixels.width;
        canvas.height = pixels.height;
    }
    return ratio;
}

function readTheme(root) {
    const style = getComputedStyle(root);
    const color = name => style.getPropertyValue(name).trim();
    const dashes = [[], [], [8, 3], [2, 2], [8, 3, 2, 3], [12, 4]];
    return {
        font: `12px ${style.fontFamily}`,
        text: color("--text"),
        muted: color("--muted"),
        grid: color("--chart-grid"),
        axis: color("--line-strong"),
        band: color("--chart-band"),
        limit: color("--muted"),
        lines: dashes.map((dash, index) => ({ color: color(`--series-${index + 1}`), dash })),
    };
}
