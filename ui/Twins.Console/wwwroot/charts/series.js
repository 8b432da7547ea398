// One line's samples: times (ms since the epoch) and values in two typed arrays used as a ring. NaN is a gap.
export class Series {
    constructor(description, capacity) {
        this.description = description;
        this.capacity = capacity;
        this.times = new Float64Array(capacity);
        this.values = new Float64Array(capacity);
        this.start = 0;
        this.count = 0;
    }

    // Samples come in order of time; what is not later than the last one is dropped. A full ring drops its oldest.
    push(time, value) {
        if (this.count > 0 && time <= this.time(this.count - 1)) {
            return;
        }
        const slot = (this.start + this.count) % this.capacity;
        this.times[slot] = time;
        this.values[slot] = value;
        if (this.count < this.capacity) {
            this.count++;
        } else {
            this.start = (this.start + 1) % this.capacity;
        }
    }

    time(index) {
        return this.times[(this.start + index) % this.capacity];
    }

    value(index) {
        return this.values[(this.start + index) % this.capacity];
    }

    // Index of the first sample at or after a time; count when there is none.
    lowerBound(time) {
        let low = 0;
        let high = this.count;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (this.time(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    // The value that held at a time; NaN in a gap, and after the last sample of a measurement once its time is over.
    at(time) {
        const index = this.lowerBound(time + 0.5) - 1;
        if (index < 0) {
            return NaN;
        }
        const ended = index === this.count - 1 && !this.description.step && time - this.time(index) > this.description.holdMs;
        return ended ? NaN : this.value(index);
    }

    // Least and greatest value in a window, the step that enters it from the left included.
    extent(from, to) {
        let low = Infinity;
        let high = -Infinity;
        const first = Math.max(0, this.lowerBound(from) - 1);
        for (let i = first; i < this.count && this.time(i) <= to; i++) {
            const value = this.value(i);
            if (!Number.isNaN(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return { low, high };
    }
}
