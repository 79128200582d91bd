/** HL7 v3 ObservationValue AIAST: "Artificial Intelligence asserted". */
export const AIAST = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'AIAST',
  display: 'Artificial Intelligence asserted',
};
