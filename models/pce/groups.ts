/** A coefficient, and the one of its product with the logarithm of age. */
type WithAge = readonly [coefficient: number, perLnAge: number];

/** One of the four equations. Cholesterol and pressure are logarithms of mg/dL and mmHg. */
export interface Group {
  readonly age: number;
  readonly ageSquared: number;
  readonly total: WithAge;
  readonly hdl: WithAge;
  readonly treatedSbp: WithAge;
  readonly untreatedSbp: WithAge;
  readonly smoker: WithAge;
  readonly diabetes: number;
  /** Mean of the sum over the cohort, and its survival without an event for ten years. */
  readonly mean: number;
  readonly survival: number;
}

/**
 * Goff et al. 2014, table A of the appendix, with the further digits in which baseline and mean, and everything of Black
 * women, are in use: with three decimals the risk of Black women differs by up to 1.2% of itself.
 */
export const GROUPS: Readonly<Record<'black' | 'white', Readonly<Record<'female' | 'male', Group>>>> = {
  black: {
    female: {
      age: 17.1141,
      ageSquared: 0,
      total: [0.9396, 0],
      hdl: [-18.9196, 4.4748],
      treatedSbp: [29.2907, -6.4321],
      untreatedSbp: [27.8197, -6.0873],
      smoker: [0.6908, 0],
      diabetes: 0.8738,
      mean: 86.6081,
      survival: 0.95334,
    },
    male: {
      age: 2.469,
      ageSquared: 0,
      total: [0.302, 0],
      hdl: [-0.307, 0],
      treatedSbp: [1.916, 0],
      untreatedSbp: [1.809, 0],
      smoker: [0.549, 0],
      diabetes: 0.645,
      mean: 19.5425,
      survival: 0.89536,
    },
  },
  white: {
    female: {
      age: -29.799,
      ageSquared: 4.884,
      total: [13.54, -3.114],
      hdl: [-13.578, 3.149],
      treatedSbp: [2.019, 0],
      untreatedSbp: [1.957, 0],
      smoker: [7.574, -1.665],
      diabetes: 0.661,
      mean: -29.1817,
      survival: 0.96652,
    },
    male: {
      age: 12.344,
      ageSquared: 0,
      total: [11.853, -2.664],
      hdl: [-7.99, 1.769],
      treatedSbp: [1.797, 0],
      untreatedSbp: [1.764, 0],
      smoker: [7.837, -1.795],
      diabetes: 0.658,
      mean: 61.1816,
      survival: 0.91436,
    },
  },
};
