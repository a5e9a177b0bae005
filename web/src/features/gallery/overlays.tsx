"use client";

import { Copy, Flag, Trash2 } from "lucide-react";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Sheet, SheetContent, SheetTrigger } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";

import { Show } from "./show";

export function OverlayShelves() {
  return (
    <Show title="Overlays">
      <Modal />
      <Attached />
      <Toasts />
    </Show>
  );
}

function Modal() {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Dialog>
        <DialogTrigger asChild>
          <Button>Dialog</Button>
        </DialogTrigger>
        <DialogContent
          title="Name this event"
          description="You can change it until it is published."
          footer={
            <>
              <DialogClose asChild>
                <Button variant="ghost">Cancel</Button>
              </DialogClose>
              <Button variant="accent">Save</Button>
            </>
          }
        >
          <Field label="Name">
            <Input defaultValue="Polder 2026" />
          </Field>
        </DialogContent>
      </Dialog>
      <Button onClick={() => setAsking(true)}>Confirm</Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Cancel this event?"
        description="Everyone who registered is told. This cannot be undone."
        action="Cancel the event"
        danger
        onConfirm={() => undefined}
      />
      <Sheet>
        <SheetTrigger asChild>
          <Button>Sheet</Button>
        </SheetTrigger>
        <SheetContent title="Chat">
          <p className="p-4">The side panel on narrow screens.</p>
        </SheetContent>
      </Sheet>
    </>
  );
}

function Attached() {
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button>Menu</Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start">
          <DropdownMenuItem icon={Copy}>Copy link</DropdownMenuItem>
          <DropdownMenuItem icon={Flag}>Report</DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem icon={Trash2} danger>
            Remove
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Popover>
        <PopoverTrigger asChild>
          <Button>Popover</Button>
        </PopoverTrigger>
        <PopoverContent align="start" aria-label="Note">
          <p className="text-13 text-muted">A small place for a small thing.</p>
        </PopoverContent>
      </Popover>
      <Tooltip text="Mute" keys="M">
        <Button>Tooltip</Button>
      </Tooltip>
    </>
  );
}

function Toasts() {
  return (
    <>
      <Button onClick={() => toast({ title: "Starred", body: "CRDTs that forget", tone: "success" })}>
        Toast
      </Button>
      <Button
        onClick={() =>
          toast({
            title: "Your message was not sent.",
            tone: "error",
            action: { label: "Try again", run: () => undefined },
          })
        }
      >
        Error toast
      </Button>
    </>
  );
}
