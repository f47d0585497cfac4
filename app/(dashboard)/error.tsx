"use client";

export { FailedPage as default } from "../_components/FailedPage.tsx";
