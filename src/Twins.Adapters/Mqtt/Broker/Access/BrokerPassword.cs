using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Twins.Adapters.Mqtt.Broker.Access;

/// <summary>
/// What a password is compared with: a salted hash (PBKDF2 with HMAC-SHA-512, RFC 8018), or the password itself. Comparisons take the
/// same time wherever the difference is. A password that matched once is recognised quickly afterwards, by a keyed hash that is held in
/// memory only: clients come back often, and a hash that is slow on purpose would keep the gateway busy.
/// </summary>
public sealed class BrokerPassword
{
    /// <summary>Iterations of a new hash: 210,000, as OWASP recommends for HMAC-SHA-512 (Password Storage Cheat Sheet).</summary>
    public const int DefaultIterations = 210_000;

    private const string Scheme = "pbkdf2-sha512";
    private const int MinIterations = 1000;
    private const int MaxIterations = 10_000_000;
    private const int SaltSize = 16;
    private const int HashSize = 32;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HashSize);
    private readonly int _iterations;
    private readonly byte[] _salt;
    private readonly byte[] _hash;
    private byte[]? _recognised;

    private BrokerPassword(int iterations, byte[] salt, byte[] hash)
    {
        _iterations = iterations;
        _salt = salt;
        _hash = hash;
    }

    /// <summary>Whether comparing for the first time is slow on purpose.</summary>
    internal bool IsHashed => _iterations > 0;

    /// <summary>What a secret says: the line that <see cref="Hash"/> made, or else the password itself.</summary>
    /// <param name="secret">The text of a secret's file or variable, without a line break at its end.</param>
    /// <exception cref="FormatException">It begins like a hash and is none, or it is empty; the message does not hold it.</exception>
    public static BrokerPassword Parse(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return secret.StartsWith(Scheme, StringComparison.Ordinal) ? ParseHash(secret)
            : secret.Length > 0 ? FromPassword(Encoding.UTF8.GetBytes(secret))
            : throw new FormatException("A password must not be empty.");
    }

    /// <summary>A line to keep instead of a password: <c>pbkdf2-sha512:iterations:salt:hash</c>, the last two in base 64.</summary>
    /// <param name="password">The password as a client sends it.</param>
    /// <param name="iterations">How slow comparing is, 1000 to 10,000,000; 210,000 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The iterations are out of range.</exception>
    public static string Hash(ReadOnlySpan<byte> password, int iterations = DefaultIterations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, MinIterations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, MaxIterations);
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashSize);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Scheme}:{iterations}:{Convert.ToBase64String(salt)}:{Convert.ToBase64String(hash)}");
    }

    /// <summary>Whether this is the password that matched before; false says nothing of others.</summary>
    internal bool Recognises(ReadOnlySpan<byte> password) =>
        Volatile.Read(ref _recognised) is { } known && CryptographicOperations.FixedTimeEquals(known, HMACSHA256.HashData(_key, password));

    /// <summary>Whether this is the password. Slow on purpose where it is kept as a hash.</summary>
    internal bool Matches(ReadOnlySpan<byte> password)
    {
        if (!IsHashed)
        {
            return Recognises(password);
        }

        if (!CryptographicOperations.FixedTimeEquals(_hash, Rfc2898DeriveBytes.Pbkdf2(password, _salt, _iterations, HashAlgorithmName.SHA512, HashSize)))
        {
            return false;
        }

        Volatile.Write(ref _recognised, HMACSHA256.HashData(_key, password));
        return true;
    }

    private static BrokerPassword FromPassword(ReadOnlySpan<byte> password)
    {
        var plain = new BrokerPassword(0, [], []);
        plain._recognised = HMACSHA256.HashData(plain._key, password);
        return plain;
    }

    private static BrokerPassword ParseHash(string secret)
    {
        if (secret.Split(':') is [Scheme, var count, var salt, var hash]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            && iterations is >= MinIterations and <= MaxIterations
            && Base64.IsValid(salt) && Base64.IsValid(hash)
            && Convert.FromBase64String(hash) is { Length: HashSize } bytes)
        {
            return new BrokerPassword(iterations, Convert.FromBase64String(salt), bytes);
        }

        throw new FormatException(
            $"It begins with '{Scheme}' but is not {Scheme}:iterations:salt:hash with {MinIterations} to {MaxIterations} iterations, and salt and hash of {HashSize} bytes in base 64.");
    }
}
