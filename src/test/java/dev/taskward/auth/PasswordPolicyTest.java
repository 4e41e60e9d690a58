package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.user.NewUser;

/** Each rule by a password that breaks that one alone, so that no test passes by another rule's doing. */
class PasswordPolicyTest {
    private static final String TOO_SHORT = "must be at least 8 characters long";
    private static final String TOO_LONG = "must be at most 72 bytes long";
    private static final String NOT_MIXED = "must contain an upper-case letter, a lower-case letter and a digit, "
            + "or be at least 15 characters long";
    private static final String COMMON = "must not be a commonly used password";
    private static final String REPEATED = "must not be the email or username";

    @Test
    void eightMixedCharactersAreEnough() {
        accepted("Abcdefg7");
    }

    @Test
    void sevenCharactersAreTooFew() {
        refused("Abcdef7", TOO_SHORT);
    }

    @Test
    void charactersAreCountedAndNotBytesNorCodeUnits() {
        refused("Äb7\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", TOO_SHORT);
        accepted("Äb7\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdefg7", "ABCDEFG7", "Abcdefgh", "abcdefghijklm7"})
    void aShortOneWithoutUpperCaseLowerCaseOrDigitIsRefused(String password) {
        refused(password, NOT_MIXED);
    }

    @Test
    void lettersAndDigitsOfEveryScriptCount() {
        accepted("ПарольЯ٣");
        // Deseret letters take two code units each.
        accepted("\uD801\uDC00\uD801\uDC28-_-_-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"only lower case", "ONLY UPPER CASE", "829461730582946", "ааааббббввввггг",
            "               "})
    void fromFifteenCharactersOnAnyCompositionPasses(String password) {
        assertThat(password.codePointCount(0, password.length())).isEqualTo(15);
        accepted(password);
    }

    @Test
    void fourteenCharactersStillNeedToBeMixed() {
        refused("only lowercase", NOT_MIXED);
    }

    @Test
    void aCommonOneIsRefusedWhateverItsCase() {
        refused("Password1", COMMON);
        refused("pASSWORD1", COMMON);
    }

    @Test
    void aCommonOneIsRefusedWhateverItsLength() {
        refused("123456789qwerty", COMMON);
    }

    @Test
    void theEmailIsRefusedWhateverItsCase() {
        assertThat(PasswordPolicy.violations(asked("Ada.Lovelace7@Example.com", "ada.lovelace7@example.com", "ada")))
                .containsExactly(REPEATED);
    }

    @Test
    void theUsernameIsRefusedWhateverItsCase() {
        assertThat(PasswordPolicy.violations(asked("lovelacE7", "ada@example.com", "Lovelace7")))
                .containsExactly(REPEATED);
    }

    @Test
    void whatMerelyHoldsTheUsernameIsAccepted() {
        assertThat(PasswordPolicy.violations(asked("Lovelace7!", "ada@example.com", "Lovelace7"))).isEmpty();
    }

    @Test
    void seventyTwoBytesAreAcceptedAndOneMoreIsNot() {
        accepted("Aa7" + "x".repeat(69));
        refused("Aa7" + "x".repeat(70), TOO_LONG);
    }

    @Test
    void theUpperBoundIsCountedInBytesOfUtf8() {
        accepted("ä".repeat(36));
        refused("ä".repeat(36) + "x", TOO_LONG);
        refused("\uD83D\uDE00".repeat(19), TOO_LONG);
    }

    @Test
    void everyBrokenRuleIsTold() {
        assertThat(PasswordPolicy.violations(asked("ada", "ada@example.com", "ada")))
                .containsExactly(TOO_SHORT, NOT_MIXED, REPEATED);
    }

    @Test
    void anAbsentOneIsLeftToTheRuleThatItMustBeThere() {
        assertThat(PasswordPolicy.violations(asked(null, null, null))).isEmpty();
    }

    private static void accepted(String password) {
        assertThat(PasswordPolicy.violations(asked(password, "ada@example.com", "ada"))).isEmpty();
    }

    private static void refused(String password, String rule) {
        assertThat(PasswordPolicy.violations(asked(password, "ada@example.com", "ada"))).containsExactly(rule);
    }

    private static NewPassword asked(String password, String email, String username) {
        return new NewUser(email, username, password, null, null);
    }
}
