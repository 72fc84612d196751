/**
 * Three significant digits, HdrHistogram's layout: below 2048 every value has its own bucket, above it each power of
 * two is cut into 1024, so that a value is known to 0.1 %.
 * https://github.com/HdrHistogram/HdrHistogram/blob/master/src/main/java/org/HdrHistogram/AbstractHistogram.java
 */
const SUB_BUCKET_HALF_COUNT = 1024;
/** About 18 minutes; longer latencies are recorded as this. */
export const MAX_VALUE_NS = 2 ** 40 - 1;
/** HdrHistogram's words for this layout: ranges that double in width, each cut into so many buckets. */
export const SUB_BUCKETS = 2 * SUB_BUCKET_HALF_COUNT;
export const VALUE_BUCKETS = Math.log2((MAX_VALUE_NS + 1) / SUB_BUCKETS) + 1;
const BUCKET_COUNT = bucketIndex(MAX_VALUE_NS) + 1;

function bucketIndex(valueNs: number): number {
  // Bit operations are 32 bits wide: larger values are looked up 2^20 lower, which drops no significant digit.
  if (valueNs < 0x7fffffff) return smallBucketIndex(valueNs | 0);
  return smallBucketIndex((valueNs / 0x100000) | 0) + 20 * SUB_BUCKET_HALF_COUNT;
}

function smallBucketIndex(value: number): number {
  if (value < 2 * SUB_BUCKET_HALF_COUNT) return value;
  const shift = 21 - Math.clz32(value);
  return shift * SUB_BUCKET_HALF_COUNT + (value >>> shift);
}

/** Smallest value of a bucket. */
function lowestOf(index: number): number {
  if (index < 2 * SUB_BUCKET_HALF_COUNT) return index;
  const shift = Math.floor(index / SUB_BUCKET_HALF_COUNT) - 1;
  return (index - shift * SUB_BUCKET_HALF_COUNT) * 2 ** shift;
}

function widthOf(index: number): number {
  if (index < 2 * SUB_BUCKET_HALF_COUNT) return 1;
  return 2 ** (Math.floor(index / SUB_BUCKET_HALF_COUNT) - 1);
}

/** Counts of nanoseconds with 0.1 % resolution; recording allocates nothing and histograms add up without loss. */
export class LatencyHistogram {
  readonly #counts = new Float64Array(BUCKET_COUNT);
  #count = 0;
  #lowest = BUCKET_COUNT;
  #highest = -1;

  static fromSparse(sparse: readonly number[]): LatencyHistogram {
    const histogram = new LatencyHistogram();
    histogram.addSparse(sparse);
    return histogram;
  }

  /** The hot path of every response: see bench/README.md. */
  record(valueNs: number): void {
    const index = valueNs < MAX_VALUE_NS ? bucketIndex(valueNs) : BUCKET_COUNT - 1;
    this.#counts[index]! += 1;
    this.#count += 1;
    if (index < this.#lowest) this.#lowest = index;
    if (index > this.#highest) this.#highest = index;
  }

  recordMany(valueNs: number, count: number): void {
    this.#addToBucket(valueNs < MAX_VALUE_NS ? bucketIndex(valueNs) : BUCKET_COUNT - 1, count);
  }

  addSparse(sparse: readonly number[]): void {
    for (let i = 0; i + 1 < sparse.length; i += 2) this.#addToBucket(sparse[i]!, sparse[i + 1]!);
  }

  #addToBucket(index: number, count: number): void {
    if (count <= 0) return;
    this.#counts[index]! += count;
    this.#count += count;
    if (index < this.#lowest) this.#lowest = index;
    if (index > this.#highest) this.#highest = index;
  }

  add(other: LatencyHistogram): void {
    this.addSparse(other.toSparse());
  }

  reset(): void {
    if (this.#count > 0) this.#counts.fill(0, this.#lowest, this.#highest + 1);
    this.#count = 0;
    this.#lowest = BUCKET_COUNT;
    this.#highest = -1;
  }

  get count(): number {
    return this.#count;
  }

  /** Mean of bucket middles; NaN when empty. Exact means come from the sums kept beside the histogram. */
  get meanNs(): number {
    let sum = 0;
    for (let i = this.#lowest; i <= this.#highest; i += 1) {
      const count = this.#counts[i]!;
      if (count > 0) sum += count * middleOf(i);
    }
    return sum / this.#count;
  }

  /** Sample standard deviation (n - 1) of bucket middles; NaN below two values. */
  get stddevNs(): number {
    if (this.#count < 2) return Number.NaN;
    const mean = this.meanNs;
    let sum = 0;
    for (let i = this.#lowest; i <= this.#highest; i += 1) {
      const count = this.#counts[i]!;
      if (count > 0) sum += count * (middleOf(i) - mean) ** 2;
    }
    return Math.sqrt(sum / (this.#count - 1));
  }

  /** Smallest bucket's lower and largest bucket's upper end; NaN when empty. */
  get minNs(): number {
    return this.#count === 0 ? Number.NaN : lowestOf(this.#lowest);
  }

  get maxNs(): number {
    return this.#count === 0 ? Number.NaN : highestOf(this.#highest);
  }

  /** Highest value equivalent to the one at this rank, as HdrHistogram returns it; NaN when empty. */
  percentileNs(percentile: number): number {
    if (this.#count === 0) return Number.NaN;
    // 99.9 % of 20000 is 19980.000000000004 in floating point: one rank too many without the correction.
    const rank = Math.max(1, Math.ceil((Math.min(percentile, 100) * this.#count) / 100 - 1e-6));
    let seen = 0;
    for (let i = this.#lowest; i <= this.#highest; i += 1) {
      seen += this.#counts[i]!;
      if (seen >= rank) return highestOf(i);
    }
    return highestOf(this.#highest);
  }

  /** Share of values from `fromNs` to `toNs`, 0 to 1, by bucket middles; NaN when empty. */
  shareWithin(fromNs: number, toNs: number): number {
    let within = 0;
    for (let i = this.#lowest; i <= this.#highest; i += 1) {
      const count = this.#counts[i]!;
      if (count === 0) continue;
      const middle = middleOf(i);
      if (middle >= fromNs && middle <= toNs) within += count;
    }
    return within / this.#count;
  }

  /** Calls back with the smallest value, the count and the largest value of every non-empty bucket, ascending. */
  forEachBucket(visit: (lowestNs: number, count: number, highestNs: number) => void): void {
    for (let i = this.#lowest; i <= this.#highest; i += 1) {
      const count = this.#counts[i]!;
      if (count > 0) visit(lowestOf(i), count, highestOf(i));
    }
  }

  /** What was added since `before`, an earlier state of this histogram, in the form of `toSparse`. */
  sparseSince(before: LatencyHistogram): number[] {
    const sparse: number[] = [];
    for (let i = this.#lowest; i <= this.#highest; i += 1) {
      const added = this.#counts[i]! - before.#counts[i]!;
      if (added > 0) sparse.push(i, added);
    }
    return sparse;
  }

  /** Non-empty buckets as [index, count, index, count, ...], ascending. */
  toSparse(): number[] {
    const sparse: number[] = [];
    for (let i = this.#lowest; i <= this.#highest; i += 1) {
      const count = this.#counts[i]!;
      if (count > 0) sparse.push(i, count);
    }
    return sparse;
  }
}

function middleOf(index: number): number {
  return lowestOf(index) + (widthOf(index) - 1) / 2;
}

function highestOf(index: number): number {
  return lowestOf(index) + widthOf(index) - 1;
}
