/** Letters and digits that are not mistaken for each other. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** A password of 20 characters (about 116 bits). `random` gives that many bytes. */
export function newPassword(
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): string {
  const usable = 256 - (256 % ALPHABET.length);
  let password = "";
  while (password.length < 20)
    for (const byte of random(new Uint8Array(32)))
      if (byte < usable && password.length < 20) password += ALPHABET[byte % ALPHABET.length];
  return password;
}
