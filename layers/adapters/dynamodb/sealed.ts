import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';

/** Encrypts what is secret about one thing, with the customer's key and for that thing alone. */
export const sealing = (kms: KMSClient, key: string, noun: string) => ({
  async seal(id: string, plain: string): Promise<Uint8Array> {
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: key, Plaintext: Buffer.from(plain, 'utf8'), EncryptionContext: { [noun]: id } }),
    );
    if (!CiphertextBlob) throw new Error('KMS gave no ciphertext');
    return CiphertextBlob;
  },
  async open(id: string, sealed: Uint8Array): Promise<string> {
    const { Plaintext } = await kms.send(
      new DecryptCommand({ KeyId: key, CiphertextBlob: sealed, EncryptionContext: { [noun]: id } }),
    );
    if (!Plaintext) throw new Error('KMS gave no plaintext');
    return Buffer.from(Plaintext).toString('utf8');
  },
});
