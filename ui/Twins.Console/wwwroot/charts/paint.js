// Draws lanes, lines, bands, markers and the cursor onto a canvas. Knows nothing of where the data come from.
import { decimalsOf, timeTicks, valueTicks } from "./scale.js";

const minus = text => text.replace("-", "\u2212");

export function clear(context, size, theme) {
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    context.font = theme.font;
    context.lineJoin = "round";
}

export function timeAxis(context, frame, view, theme, clock) {
    const { ticks, step } = timeTicks(view.from, view.to, Math.max(2, Math.floor(frame.width / 90)));
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const time of ticks) {
        const x = crisp(view.x(time));
        stroke(context, theme.grid, 1, [], () => { context.moveTo(x, frame.top); context.lineTo(x, frame.bottom); });
        const text = clock(time, step);
        const half = context.measureText(text).width / 2;
        if (x - half >= 0 && x + half <= frame.right + frame.rightMargin) {
            context.fillStyle = theme.muted;
            context.fillText(text, x, frame.bottom + 6);
        }
    }
}

export function lane(context, frame, lane, theme) {
    const decimals = decimalsOf(lane.range.step);
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const value of valueTicks(lane.range)) {
        const y = crisp(lane.y(value));
        const zero = Math.abs(value) < lane.range.step * 1e-6;
        stroke(context, zero ? theme.axis : theme.grid, 1, [], () => { context.moveTo(frame.left, y); context.lineTo(frame.right, y); });
        context.fillStyle = theme.muted;
        context.fillText(minus((zero ? 0 : value).toFixed(decimals)), frame.left - 8, y);
    }
    context.textAlign = "left";
    context.textBaseline = "bottom";
    context.fillStyle = theme.muted;
    context.fillText(lane.unit, frame.left, lane.top - 4);
}

export function emptyLane(context, frame, lane, theme) {
    context.fillStyle = theme.muted;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(`no value yet (${lane.unit})`, frame.left + frame.width / 2, (lane.top + lane.bottom) / 2);
}

// A band is where a value belongs; its edges are limits, and what lies beyond them is shaded.
export function band(context, frame, lane, band, theme) {
    for (const limit of [band.low, band.high]) {
        if (limit === null || limit < lane.range.low || limit > lane.range.high) {
            continue;
        }
        const y = crisp(lane.y(limit));
        const beyond = limit === band.low ? lane.bottom : lane.top;
        context.fillStyle = theme.band;
        context.fillRect(frame.left, Math.min(y, beyond), frame.width, Math.abs(beyond - y));
        stroke(context, theme.limit, 1, [2, 3], () => { context.moveTo(frame.left, y); context.lineTo(frame.right, y); });
    }
}

export function line(context, frame, lane, series, view, theme) {
    const style = theme.lines[series.description.color % theme.lines.length];
    context.save();
    context.beginPath();
    context.rect(frame.left, lane.top, frame.width, lane.bottom - lane.top);
    context.clip();
    stroke(context, style.color, series.description.step ? 1.5 : 2, series.description.step ? [6, 4] : style.dash, () =>
        series.description.step ? steps(context, lane, series, view) : measured(context, lane, series, view));
    context.restore();
}

// Gaps are samples of their own (NaN): two samples far apart are the ends of a run of equal values.
function measured(context, lane, series, view) {
    const first = Math.max(0, series.lowerBound(view.from) - 1);
    let connected = false;
    for (let i = first; i < series.count && series.time(i) <= view.to; i++) {
        const value = series.value(i);
        if (Number.isNaN(value)) {
            connected = false;
            continue;
        }
        const x = view.x(series.time(i));
        const y = lane.y(value);
        if (connected) {
            context.lineTo(x, y);
        } else {
            // A lone sample between two gaps would be invisible as a line.
            context.moveTo(x - 1, y);
            context.lineTo(x + 1, y);
        }
        connected = true;
    }
}

// A setpoint holds until it is changed, and until now when it still stands.
function steps(context, lane, series, view) {
    const first = Math.max(0, series.lowerBound(view.from) - 1);
    let held = NaN;
    for (let i = first; i < series.count && series.time(i) <= view.to; i++) {
        const x = Math.max(view.x(series.time(i)), view.x(view.from));
        const value = series.value(i);
        if (!Number.isNaN(held)) {
            context.lineTo(x, lane.y(held));
        }
        if (!Number.isNaN(value)) {
            Number.isNaN(held) ? context.moveTo(x, lane.y(value)) : context.lineTo(x, lane.y(value));
        }
        held = value;
    }
    if (!Number.isNaN(held)) {
        context.lineTo(view.x(view.to), lane.y(held));
    }
}

export function marker(context, frame, x, text, theme) {
    stroke(context, theme.muted, 1, [1, 3], () => { context.moveTo(crisp(x), frame.top); context.lineTo(crisp(x), frame.bottom); });
    context.fillStyle = theme.muted;
    context.beginPath();
    context.moveTo(x - 4, frame.bottom + 5);
    context.lineTo(x + 4, frame.bottom + 5);
    context.lineTo(x, frame.bottom);
    context.fill();
    const right = x + 6 + context.measureText(text).width > frame.right;
    context.textAlign = right ? "right" : "left";
    context.textBaseline = "bottom";
    context.fillText(text, right ? x - 6 : x + 6, frame.bottom - 3);
}

export function cursor(context, frame, view, time, lanes, theme) {
    const x = crisp(view.x(time));
    stroke(context, theme.text, 1, [], () => { context.moveTo(x, frame.top); context.lineTo(x, frame.bottom); });
    for (const lane of lanes) {
        for (const series of lane.series) {
            const value = series.at(time);
            if (!Number.isNaN(value)) {
                context.fillStyle = theme.lines[series.description.color % theme.lines.length].color;
                context.beginPath();
                context.arc(x, lane.y(value), 3.5, 0, 2 * Math.PI);
                context.fill();
            }
        }
    }
}

function stroke(context, color, width, dash, path) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    path();
    context.stroke();
}

const crisp = position => Math.round(position) + 0.5;
