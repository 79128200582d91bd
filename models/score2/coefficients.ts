/** A coefficient, and the one of its product with age. */
type WithAge = readonly [coefficient: number, perAge: number];

/** The equation of a sex and an age group, with the unit of each variable and where it is centred. */
export interface Group {
  readonly age: number;
  readonly smoker: WithAge;
  readonly sbp: WithAge;
  readonly total: WithAge;
  readonly hdl: WithAge;
  readonly diabetes: WithAge;
  /** Survival without an event for ten years, and what is added to the sum. */
  readonly survival: number;
  readonly offset: number;
  /** By risk region: recalibration on the complementary log-log scale. */
  readonly regions: Readonly<Record<Region, readonly [scale1: number, scale2: number]>>;
}

export type Region = 'low' | 'moderate' | 'high' | 'very-high';

/** Value less centre, by unit. Cholesterol in mmol/L, pressure in mmHg. */
export interface Scale {
  readonly age: readonly [centre: number, unit: number];
  readonly sbp: readonly [centre: number, unit: number];
  readonly total: readonly [centre: number, unit: number];
  readonly hdl: readonly [centre: number, unit: number];
}

interface AgeGroup {
  readonly scale: Scale;
  readonly female: Group;
  readonly male: Group;
}

/** 40 to 69 years (SCORE2 working group, Eur Heart J 2021;42:2439, supplement, methods table 2). */
export const SCORE2: AgeGroup = {
  scale: { age: [60, 5], sbp: [120, 20], total: [6, 1], hdl: [1.3, 0.5] },
  male: {
    age: 0.3742,
    smoker: [0.6012, -0.0755],
    sbp: [0.2777, -0.0255],
    total: [0.1458, -0.0281],
    hdl: [-0.2698, 0.0426],
    diabetes: [0.6457, -0.0983],
    survival: 0.9605,
    offset: 0,
    regions: {
      low: [-0.5699, 0.7476],
      moderate: [-0.1565, 0.8009],
      high: [0.3207, 0.936],
      'very-high': [0.5836, 0.8294],
    },
  },
  female: {
    age: 0.4648,
    smoker: [0.7744, -0.1088],
    sbp: [0.3131, -0.0277],
    total: [0.1002, -0.0226],
    hdl: [-0.2606, 0.0613],
    diabetes: [0.8096, -0.1272],
    survival: 0.9776,
    offset: 0,
    regions: {
      low: [-0.738, 0.7019],
      moderate: [-0.3143, 0.7701],
      high: [0.571, 0.9369],
      'very-high': [0.9412, 0.8329],
    },
  },
};

/** 70 to 89 years (SCORE2-OP working group, Eur Heart J 2021;42:2455, supplement, methods table 2). */
export const SCORE2_OP: AgeGroup = {
  scale: { age: [73, 1], sbp: [150, 1], total: [6, 1], hdl: [1.4, 1] },
  male: {
    age: 0.0634,
    smoker: [0.3524, -0.0247],
    sbp: [0.0094, -0.0005],
    total: [0.085, 0.0073],
    hdl: [-0.3564, 0.0091],
    diabetes: [0.4245, -0.0174],
    survival: 0.7576,
    offset: -0.0929,
    regions: {
      low: [-0.34, 1.19],
      moderate: [0.01, 1.25],
      high: [0.08, 1.15],
      'very-high': [0.05, 0.7],
    },
  },
  female: {
    age: 0.0789,
    smoker: [0.4921, -0.0255],
    sbp: [0.0102, -0.0004],
    total: [0.0605, -0.0009],
    hdl: [-0.304, 0.0154],
    diabetes: [0.601, -0.0107],
    survival: 0.8082,
    offset: -0.229,
    regions: {
      low: [-0.52, 1.01],
      moderate: [-0.1, 1.1],
      high: [0.38, 1.09],
      'very-high': [0.38, 0.69],
    },
  },
};
