import { redirect } from "next/navigation";

/** The front door is the fleet. */
export default function Home() {
  redirect("/fleet");
}
