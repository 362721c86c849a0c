package ai.netra.agents.core.store;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts payloads for their places and decrypts them there: AES-256-GCM as of NIST SP 800-38D. The bytes are {@code NE1}, the length of the key's id, the
 * id, an IV of 96 bits that the provider draws at random, the ciphertext and a tag of 128 bits. Thread-safe.
 */
final class PayloadCipher {
    static final int IV = 12;
    static final int TAG = 16;
    private static final byte[] FORMAT = {'N', 'E', '1'};
    static final int HEAD = FORMAT.length + 1;

    private final PayloadKeys keys;

    PayloadCipher(PayloadKeys keys) {
        this.keys = keys;
    }

    /** A payload that is encoded and encrypted when its bytes are first asked for. */
    Payload encrypted(PayloadPlace place, Payload plain) {
        return Payload.of(plain.kind(), plain.schema(), new Covered(this, place, plain), Covered::bytes);
    }

    /** What was given to be encrypted for that place; the very payload, where the store has it still. */
    Payload decrypted(PayloadPlace place, Payload kept) {
        return kept.value(Covered.class)
                .filter(one -> one.cipher == this && one.place.equals(place))
                .map(one -> one.plain)
                .orElseGet(() -> Payload.of(kept.kind(), kept.schema(), decrypt(place, kept)));
    }

    private byte[] encrypt(PayloadPlace place, Payload plain) {
        byte[] text = plain.bytes();
        PayloadKey key = keys.current();
        byte[] id = key.id().getBytes(StandardCharsets.US_ASCII);
        try {
            Cipher cipher = cipher();
            cipher.init(Cipher.ENCRYPT_MODE, key.key());
            byte[] iv = cipher.getIV();
            if (iv.length != IV) {
                throw new GeneralSecurityException("a provider that draws an IV of " + iv.length + " bytes");
            }
            cipher.updateAAD(place.bound(key.id(), plain));
            int from = HEAD + id.length + IV;
            byte[] bytes = Arrays.copyOf(FORMAT, from + text.length + TAG);
            bytes[FORMAT.length] = (byte) id.length;
            System.arraycopy(id, 0, bytes, HEAD, id.length);
            System.arraycopy(iv, 0, bytes, HEAD + id.length, IV);
            cipher.doFinal(text, 0, text.length, bytes, from);
            return bytes;
        } catch (GeneralSecurityException refused) {
            InvalidDefinitionException unfit = new InvalidDefinitionException(
                    "payload key '" + key.id() + "' does not encrypt; use an AES key of 256 bits that its provider uses"
                            + " for AES/GCM/NoPadding");
            unfit.initCause(refused);
            throw unfit;
        }
    }

    private byte[] decrypt(PayloadPlace place, Payload kept) {
        byte[] bytes = kept.bytes();
        int length = bytes.length < HEAD ? 0 : bytes[FORMAT.length];
        int from = HEAD + length + IV;
        if (length < 1
                || bytes.length < from + TAG
                || !Arrays.equals(FORMAT, 0, FORMAT.length, bytes, 0, FORMAT.length)) {
            throw corrupt(place, "is not encrypted, or damaged, or encrypted by a later version of this library", null);
        }
        String id = new String(bytes, HEAD, length, StandardCharsets.US_ASCII);
        if (!PayloadKey.isId(id)) {
            throw corrupt(place, "is damaged: it names no key", null);
        }
        PayloadKey key = keys.find(id)
                .orElseThrow(() -> corrupt(
                        place, "is encrypted with key '" + id + "', which is not among the keys; add it", null));
        try {
            Cipher cipher = cipher();
            cipher.init(
                    Cipher.DECRYPT_MODE, key.key(), new GCMParameterSpec(TAG * Byte.SIZE, bytes, HEAD + length, IV));
            cipher.updateAAD(place.bound(id, kept));
            return cipher.doFinal(bytes, from, bytes.length - from);
        } catch (GeneralSecurityException refused) {
            throw corrupt(
                    place,
                    "does not decrypt with key '" + id
                            + "'; it was changed, or comes from another place, or that is another key of the same id",
                    refused);
        }
    }

    private static Cipher cipher() throws GeneralSecurityException {
        return Cipher.getInstance("AES/GCM/NoPadding");
    }

    private static StoreException.Corrupt corrupt(PayloadPlace place, String how, @Nullable Throwable cause) {
        return new StoreException.Corrupt(place + " " + how, cause);
    }

    /** A payload to be encrypted, and its bytes once it is. */
    private static final class Covered {
        private final PayloadCipher cipher;
        private final PayloadPlace place;
        private final Payload plain;
        private final AtomicReference<byte @Nullable []> bytes = new AtomicReference<>();

        Covered(PayloadCipher cipher, PayloadPlace place, Payload plain) {
            this.cipher = cipher;
            this.place = place;
            this.plain = plain;
        }

        /** The same whenever they are asked for, though each encryption is another. */
        byte[] bytes() {
            byte[] known = bytes.get();
            if (known != null) {
                return known;
            }
            byte[] encrypted = cipher.encrypt(place, plain);
            byte[] first = bytes.compareAndExchange(null, encrypted);
            return first == null ? encrypted : first;
        }
    }
}
