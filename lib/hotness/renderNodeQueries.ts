import { minuteToIso } from "../core/index.ts";
import { type PoolQuery, quotePromQl } from "./renderPromQl.ts";
import { quoteSql } from "./renderSql.ts";

/**
 * Node × minute of a pool as PromQL, to be run as a range query with a step of one minute; why the offset is negative
 * says `renderPromQl`.
 */
export function renderNodePromQl({ stamp, pool, window }: PoolQuery, metric = "node_cpu_percent"): string {
  const { fromMinute, toMinute } = window;
  return [
    `# range query: start ${minuteToIso(fromMinute)}, end ${minuteToIso(toMinute - 1)}, step 1m`,
    `avg_over_time(${metric}{stamp=${quotePromQl(stamp)}, pool=${quotePromQl(pool)}}[1m] offset -59999ms)`,
  ].join("\n");
}

/**
 * Node × minute of a pool as SQL over `telemetry.pool_minute`, kept as long as raw minutes are. A row packs one
 * little-endian int16 a slot, hundredths of a point, negative = no data.
 */
export function renderNodeSql({ stamp, pool, window }: PoolQuery): string {
  return `select packed.minute, node.name as node,
       (get_byte(packed.values, 2 * i) + 256 * get_byte(packed.values, 2 * i + 1)) / 100.0 as cpu
from telemetry.pool_minute as packed
join pool on pool.id = packed.pool
join stamp on stamp.id = pool.stamp_id
cross join lateral generate_series(0, length(packed.values) / 2 - 1) as i
join telemetry.node on node.pool = packed.pool and node.slot = packed.first_slot + i
where stamp.name = ${quoteSql(stamp)} and pool.name = ${quoteSql(pool)}
  and packed.minute >= ${window.fromMinute} -- ${minuteToIso(window.fromMinute)}
  and packed.minute < ${window.toMinute} -- ${minuteToIso(window.toMinute)}
  and get_byte(packed.values, 2 * i + 1) < 128 -- what is above is negative: no data
order by node.name, packed.minute`;
}

/** Which node was hottest in how many minutes, as SQL over `telemetry.pool_hour`. */
export function renderHottestSql({ stamp, pool, window }: PoolQuery): string {
  return `with bin as (
  select packed.pool, packed.hour * 60 + i as minute,
         get_byte(packed.hottest, 2 * i) + 256 * get_byte(packed.hottest, 2 * i + 1) as slot
  from telemetry.pool_hour as packed
  join pool on pool.id = packed.pool
  join stamp on stamp.id = pool.stamp_id
  cross join generate_series(0, 59) as i
  where stamp.name = ${quoteSql(stamp)} and pool.name = ${quoteSql(pool)}
    and packed.hour between ${Math.floor(window.fromMinute / 60)} and ${Math.floor((window.toMinute - 1) / 60)}
)
select node.name as node, count(*) as minutes, count(*) / sum(count(*)) over () as share
from bin
join telemetry.node on node.pool = bin.pool and node.slot = bin.slot -- no data has no node
where minute >= ${window.fromMinute} -- ${minuteToIso(window.fromMinute)}
  and minute < ${window.toMinute} -- ${minuteToIso(window.toMinute)}
group by node.name
order by minutes desc, node.name`;
}
