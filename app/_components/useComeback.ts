import { useEffect, useRef, useState } from "react";

const ASK_EVERY_MS = 5_000;

/**
 * Asks every five seconds whether the server is ready. Once it is again, after it was not, calls `onBack`; where it was ready
 * all the while, what failed is not mended by asking again. Answers whether it is away.
 */
export function useComeback(onBack: () => void): boolean {
  const [isAway, setAway] = useState(false);
  const wasAway = useRef(false);
  useEffect(() => {
    const ask = async () => {
      const isReady = await fetch("/readyz", { cache: "no-store" }).then(
        (answer) => answer.ok,
        () => false,
      );
      const isBack = isReady && wasAway.current;
      wasAway.current = !isReady;
      setAway(!isReady);
      if (isBack) onBack();
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [onBack]);
  return isAway;
}
