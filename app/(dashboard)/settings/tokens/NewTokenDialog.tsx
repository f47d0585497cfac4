"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { type CreatedToken, createdTokenSchema } from "#lib/auth/apiToken.ts";
import { ROLES, type Role } from "#lib/auth/roles.ts";
import { MINUTE_MS, MINUTES_PER_DAY } from "#lib/core/index.ts";
import { callApi } from "../../../_components/callApi.ts";
import { Dialog } from "../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../_components/overlay/DialogActions.tsx";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import { ShownSecret } from "./ShownSecret.tsx";
import { LIFETIMES, ROLE_WORDS } from "./tokenView.ts";

/** Makes a token, then shows its secret this once. */
export function NewTokenDialog({ onClose, ...limits }: { onClose: () => void } & TokenLimits) {
  const router = useRouter();
  const [made, setMade] = useState<CreatedToken | null>(null);
  const [isKept, setIsKept] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);

  function leave() {
    // The secret cannot be shown again: leaving before it was copied takes a second word.
    if (made !== null && !isKept && !isLeaving) setIsLeaving(true);
    else onClose();
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && leave()}
      title={made === null ? "New token" : `The token ${made.name}`}
    >
      {made === null ? (
        <NewTokenForm
          {...limits}
          onCancel={onClose}
          onMade={(token) => {
            setMade(token);
            router.refresh();
          }}
        />
      ) : (
        <ShownSecret
          token={made}
          isLeaving={isLeaving && !isKept}
          onKept={() => setIsKept(true)}
          onClose={isKept ? onClose : leave}
        />
      )}
    </Dialog>
  );
}

interface TokenLimits {
  readonly regions: readonly string[];
  /** Who makes it is limited to these regions, and so is what they make. */
  readonly isLimited: boolean;
}

interface NewTokenFormProps extends TokenLimits {
  readonly onCancel: () => void;
  readonly onMade: (token: CreatedToken) => void;
}

type LifetimeChoice = (typeof LIFETIMES)[number]["value"];

/** No region: no region is called so. */
const WHOLE_FLEET = "";

function NewTokenForm({ regions, isLimited, onCancel, onMade }: NewTokenFormProps) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [region, setRegion] = useState(isLimited ? (regions[0] ?? WHOLE_FLEET) : WHOLE_FLEET);
  const [lifetime, setLifetime] = useState<LifetimeChoice>("90");
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const nameId = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsSending(true);
    const days = LIFETIMES.find(({ value }) => value === lifetime)?.days ?? null;
    const ends = days === null ? {} : { expiresAt: Date.now() + days * MINUTES_PER_DAY * MINUTE_MS };
    const answer = await callApi("/api/v1/tokens", {
      method: "POST",
      body: { name: name.trim(), role, ...(region !== WHOLE_FLEET && { region }), ...ends },
      schema: createdTokenSchema,
    });
    setIsSending(false);
    if (answer.ok) onMade(answer.value);
    else setProblem(answer.error.message);
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <div>
        <label htmlFor={nameId} className="text-ink-soft">
          Name: who or what will use it. The audit shows it.
        </label>
        <input
          id={nameId}
          required
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="field"
        />
      </div>
      <div className="flex flex-wrap gap-2">
        <SelectBox
          label="Role"
          showsLabel
          value={role}
          items={ROLES.map((one) => ({ value: one, label: one }))}
          onChange={(next) => setRole(ROLES.find((one) => one === next) ?? role)}
        />
        <SelectBox
          label="Region"
          showsLabel
          value={region}
          items={[
            ...(isLimited ? [] : [{ value: WHOLE_FLEET, label: "whole fleet" }]),
            ...regions.map((one) => ({ value: one, label: one })),
          ]}
          onChange={setRegion}
        />
        <SelectBox
          label="Holds"
          showsLabel
          value={lifetime}
          items={LIFETIMES.map(({ value, label }) => ({ value, label }))}
          onChange={(next) => setLifetime(LIFETIMES.find(({ value }) => value === next)?.value ?? lifetime)}
        />
      </div>
      <p className="text-ink-soft">
        {role}: {ROLE_WORDS[role]}.
        {region !== WHOLE_FLEET && ` Of other regions than ${region} it sees nothing and changes nothing.`}
      </p>
      <DialogActions
        problem={problem}
        onCancel={onCancel}
        confirm="Make the token"
        sending={isSending && "Making it…"}
        isDisabled={name.trim() === ""}
      />
    </form>
  );
}
