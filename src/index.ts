export { compare, type PairConfig, type PairResult } from './api/compare.js';
export { defineConfig } from './api/define-config.js';
export type { Experiment, ExperimentOptions, ExperimentResult } from './api/experiment.js';
export { type RenderReportOptions, renderReport } from './api/render-report.js';
export { loadTest, type RunOptions, runExperiment } from './api/run-experiment.js';
export type {
  ConfigEnv,
  Quantity,
  UserConfig,
  UserConfigExport,
  UserExpectation,
  UserGate,
  UserLaunch,
  UserLoad,
  UserOptions,
  UserParameter,
  UserRequest,
  UserScenario,
  UserTarget,
  UserThreshold,
  UserWeightedRequest,
} from './config/user-config.js';
export { ConfigError, EXIT, MeasurementError, PerfcmpError, type Problem, TargetError } from './errors.js';
export type { Comparison, Estimate, Metric, Verdict } from './model/comparison.js';
export type { ReportFormat } from './model/config.js';
export type { RunEvent } from './model/events.js';
export type { Hook, HookAnswer, HookContext, HookRequest } from './model/hook.js';
export type { Measurement } from './model/measurement.js';
export type { Report } from './model/report.js';
export type { Warning } from './model/warning.js';
