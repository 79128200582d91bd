import { type CsvRow, numberIn } from '../../src/families/prognosis/training/csv-files.ts';

/** The risk score of Dickson et al. (Hepatology 1989;10:1) for primary biliary cholangitis. Higher is worse. */
export const mayoScore = ({ age, bili, albumin, protime, edema }: CsvRow): number =>
  0.039 * numberIn(age) +
  0.871 * Math.log(numberIn(bili)) -
  2.53 * Math.log(numberIn(albumin)) +
  2.38 * Math.log(numberIn(protime)) +
  0.859 * numberIn(edema);
