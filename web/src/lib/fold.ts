const letters: Readonly<Record<string, string>> = {
  ...{ ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ŧ: "t", ı: "i" },
  ...{ ß: "ss", æ: "ae", œ: "oe", þ: "th" },
};

/** As search compares text, here and on the server: without case, accents and widths, so that "jose" finds José and ｱ ア. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[øłđðħŧıßæœþ]/gu, (letter) => letters[letter] ?? letter)
    .normalize("NFC");
}
