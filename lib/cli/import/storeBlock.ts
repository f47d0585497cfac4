import type { PackedCpu } from "../../telemetry/decode/index.ts";
import type { IntakeReport } from "../../telemetry/types.ts";
import type { ImportJob } from "./importJob.ts";

/** Stores one pool's matrix; rows of the report count the cells that have a value, node by node. */
export async function storeBlock(job: ImportJob, packed: PackedCpu): Promise<IntakeReport> {
  job.missing.saw(packed.stamp, packed.pool);
  await job.missing.make();
  const intake = await job.telemetry.openCpu(job.intake);
  const binsPerStep = Math.max(1, packed.stepSeconds / 60);
  let index = 0;
  for (const [node, values] of packed.cpu.entries()) {
    for (const [step, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      const stepMs = packed.fromMs + step * packed.stepSeconds * 1_000;
      for (let bin = 0; bin < binsPerStep; bin += 1) {
        intake.sink.row(
          index,
          stepMs + bin * 60_000,
          packed.stamp,
          packed.pool,
          packed.nodes[node] ?? "",
          value,
        );
      }
      index += 1;
    }
  }
  return await intake.finish();
}
