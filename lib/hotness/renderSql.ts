import { MINUTE_MS } from "../core/index.ts";
import type { PoolQuery } from "./renderPromQl.ts";

/**
 * The measures of a pool and window as SQL over this app's own database (`telemetry.pool_hour`, kept as long as the
 * rollups are): hot-node P95, max, average, bins with data. The oracle of the tests runs this very text.
 * An hour's row packs 60 little-endian int16, hundredths of a point, −1 = no data.
 */
export function renderSql({ stamp, pool, window }: PoolQuery): string {
  const from = new Date(window.fromMinute * MINUTE_MS).toISOString();
  const to = new Date(window.toMinute * MINUTE_MS).toISOString();
  return `with bin as (
  select packed.hour * 60 + i as minute,
         get_byte(packed.hot, 2 * i) + 256 * get_byte(packed.hot, 2 * i + 1) as hot,
         get_byte(packed.average, 2 * i) + 256 * get_byte(packed.average, 2 * i + 1) as average
  from telemetry.pool_hour as packed
  join pool on pool.id = packed.pool
  join stamp on stamp.id = pool.stamp_id
  cross join generate_series(0, 59) as i
  where stamp.name = ${quoteSql(stamp)} and pool.name = ${quoteSql(pool)}
    and packed.hour between ${Math.floor(window.fromMinute / 60)} and ${Math.floor((window.toMinute - 1) / 60)}
)
select percentile_cont(0.95) within group (order by hot) / 100 as hot_node_p95,
       max(hot) / 100.0 as max,
       avg(average) / 100 as average,
       count(*) as bins_with_data
from bin
where minute >= ${window.fromMinute} -- ${from}
  and minute < ${window.toMinute} -- ${to}
  and hot < 32768 -- what is above is negative: no data`;
}

/** An SQL string literal; standard_conforming_strings is on in every PostgreSQL this century. */
export function quoteSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
