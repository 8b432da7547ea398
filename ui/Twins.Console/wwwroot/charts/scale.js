// Axis ranges and ticks.

// A step of 1, 2 or 5 × 10ⁿ that cuts the span into at most `most` parts.
export function niceStep(span, most) {
    const raw = span / most;
    const power = Math.pow(10, Math.floor(Math.log10(raw)));
    const lead = raw / power;
    return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}

// The range of a value axis: whole steps around the data. It grows at once, and shrinks only when the data fill less than
// half of it, so that a live line does not dance with its axis. Null while there is nothing to measure by.
export function valueRange(low, high, previous, most, leastSpan) {
    if (low > high) {
        return previous ?? null;
    }
    const middle = (low + high) / 2;
    const span = Math.max(high - low, leastSpan, Math.abs(middle) * 1e-6, 1e-9);
    const from = Math.min(low, middle - span / 2);
    const to = Math.max(high, middle + span / 2);
    const fits = previous && from >= previous.low && to <= previous.high;
    if (fits && (to - from) * 2 >= previous.high - previous.low) {
        return previous;
    }
    const step = niceStep(span * 1.1, most);
    return { low: Math.floor(from / step) * step, high: Math.ceil(to / step) * step, step };
}

export function valueTicks(range) {
    const ticks = [];
    const count = Math.round((range.high - range.low) / range.step);
    for (let i = 0; i <= count; i++) {
        ticks.push(range.low + i * range.step);
    }
    return ticks;
}

const second = 1000;
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400].map(s => s * second);

// Times at whole steps within the window, at most `most` of them.
export function timeTicks(from, to, most) {
    const step = timeSteps.find(candidate => (to - from) / candidate <= most) ?? timeSteps[timeSteps.length - 1];
    const ticks = [];
    for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
        ticks.push(time);
    }
    return { ticks, step };
}

export function decimalsOf(step) {
    return Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
}
