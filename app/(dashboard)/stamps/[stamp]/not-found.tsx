/** The same words, also where it is the pool that is not there. */
export { default } from "../not-found.tsx";
