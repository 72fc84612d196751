import type { Diagnosis, DoctorFacts } from '../../model/doctor.js';
import { judgeActivity, judgeCores } from './judge-cores.js';
import { judgeLimits } from './judge-limits.js';
import { judgeClock, judgeFolders, judgeMemory, judgeSystem, judgeTools, judgeUnseen } from './judge-rest.js';

/** What the facts mean for measuring; a function of them and nothing else. */
export function diagnose(facts: DoctorFacts): Diagnosis {
  const findings = [
    ...judgeSystem(facts),
    ...judgeCores(facts.cores),
    ...judgeActivity(facts.activity, facts.cores),
    ...judgeClock(facts.clock),
    ...judgeMemory(facts.memory),
    ...judgeLimits(facts.limits),
    ...judgeTools(facts.tools),
    ...judgeFolders(facts.folders),
    ...judgeUnseen(facts),
  ];
  return { isFit: findings.every(({ level }) => level !== 'bad'), findings, facts };
}
