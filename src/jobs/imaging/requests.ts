import type { RiskAssessment } from '@medplum/fhirtypes';
import { type ImagingStudy, readImaging } from '../../chart/imaging.ts';
import type { Located } from '../../chart/located.ts';
import { checkPatient } from '../../chart/patient-elements.ts';
import { patientIdIn, subjectOf } from '../../chart/subject.ts';
import { imageResultToken } from '../../findings/identity.ts';
import type { Analysed, AnalysisRequest, ImagingOperations } from '../../findings/imaging-operations.ts';
import { byDeadline, type Deadline, deadlineIn } from '../../kernel/deadline.ts';
import { type Problem, problem } from '../../kernel/errors.ts';
import { type Fields, isObject } from '../../kernel/json-object.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { PictureSubject } from './analyse.ts';
import type { ImagingAnalysis, ImagingQuestion, Pictures } from './analysis.ts';

export function imagingRequests(analysis: ImagingAnalysis): ImagingOperations {
  async function ask(
    request: AnalysisRequest,
    deadline: Deadline,
    onlyRecent: boolean,
  ): Promise<Result<Analysed>> {
    const { model } = request;
    if (model && !analysis.models.has(model.name))
      return err(problem('unknown-model', { expression: model.expression }));
    const question = questionOf(request, onlyRecent);
    if (!question.ok) return question;
    const names = model ? [model.name] : [...analysis.models.keys()];
    const pictures = await Promise.all(
      names.map(async (name) => onceListed(await analysis.look(name, question.value), deadline)),
    );
    return ok(await outcomeOf(pictures, question.value.subject, deadline));
  }
  return {
    analyze: (request, deadline) => ask(request, deadline, false),
    notify: (imagingStudy) => ask({ imagingStudy, endpoints: [] }, deadlineIn(0), true),
  };
}

function questionOf(request: AnalysisRequest, onlyRecent: boolean): Result<ImagingQuestion> {
  const { imagingStudy, endpoints } = request;
  const patientId = subjectIn(imagingStudy);
  if (!patientId.ok) return patientId;
  const studies = readImaging([imagingStudy, ...endpoints], subjectOf(patientId.value));
  if (!studies.ok) return studies;
  const unnamed = problemOfUnnamed(studies.value, imagingStudy);
  if (unnamed) return err(unnamed);
  const subject = subjectFrom(patientId.value, request.patient);
  return subject.ok
    ? ok({ studies: studies.value, subject: subject.value, onlyRecent, isAskedAnew: true })
    : subject;
}

function subjectIn({ resource, expression }: Located): Result<string> {
  const subject = isObject(resource) && isObject(resource.subject) ? resource.subject : undefined;
  const reference = subject?.reference;
  if (isObject(resource) && resource.resourceType !== 'ImagingStudy')
    return err(problem('wrong-resource-type', { expression, diagnostics: 'expected an ImagingStudy' }));
  const id = typeof reference === 'string' ? patientIdIn(reference) : undefined;
  const code = reference === undefined ? 'required-field' : 'invalid-field';
  return id === undefined
    ? err(
        problem(code, {
          expression: `${expression}.subject.reference`,
          diagnostics: 'expected a literal reference to a Patient',
        }),
      )
    : ok(id);
}

const problemOfUnnamed = (studies: readonly ImagingStudy[], { expression }: Located): Problem | undefined =>
  studies.length > 0
    ? undefined
    : problem('required-field', {
        expression: `${expression}.identifier`,
        diagnostics: 'expected a Study Instance UID, of the system urn:dicom:uid',
      });

function subjectFrom(patientId: string, patient: Located | undefined): Result<PictureSubject> {
  if (!patient) return ok({ patientId });
  const wrong = checkPatient(patient, patientId);
  if (wrong) return err(wrong);
  const { birthDate } = patient.resource as Fields;
  return ok({ patientId, ...(typeof birthDate === 'string' ? { birthDate } : {}) });
}

/** With the pictures that an archive lists, where it does so by the deadline. */
async function onceListed(pictures: Pictures, deadline: Deadline): Promise<Pictures> {
  if (!pictures.listing) return pictures;
  const outcome = await byDeadline(deadline, pictures.listing);
  return outcome.inTime ? onceListed(outcome.value, deadline) : pictures;
}

async function outcomeOf(
  pictures: readonly Pictures[],
  { patientId }: PictureSubject,
  deadline: Deadline,
): Promise<Analysed> {
  const states = pictures.flatMap((p) => p.states);
  const settled = await Promise.all(
    states.map(async (state): Promise<Result<RiskAssessment> | undefined> => {
      if (state.state === 'stored') return ok(state.assessment);
      if (state.state === 'unread') return err(state.problem);
      const outcome = await byDeadline(deadline, state.done);
      return outcome.inTime ? outcome.value : undefined;
    }),
  );
  return {
    assessments: settled.flatMap((result) => (result?.ok ? [result.value] : [])),
    problems: [
      ...settled.flatMap((result) => (result && !result.ok ? [result.error] : [])),
      ...pictures.flatMap(({ unlisted }) => unlisted ?? []),
    ],
    underway: settled.filter((result) => result === undefined).length,
    listing: pictures.filter(({ listing }) => listing !== undefined).length,
    subject: `Patient/${patientId}`,
    tokens: pictures.flatMap(({ model, instances }) =>
      instances.map((uid) => imageResultToken(model.manifest, uid)),
    ),
  };
}
