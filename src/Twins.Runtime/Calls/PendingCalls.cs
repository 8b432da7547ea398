using System.Numerics;

namespace Twins.Runtime.Calls;

/// <summary>
/// The calls that somebody waits for, oldest first. As all have the same time-out, the oldest of each shard is the next to expire: watching
/// a call costs two links and no timer.
/// </summary>
internal sealed class PendingCalls(TimeProvider time)
{
    private readonly Shard[] _shards = CreateShards();

    internal void Add(PendingCall call)
    {
        var index = Environment.CurrentManagedThreadId & (_shards.Length - 1);
        lock (_shards[index])
        {
            call.MadeAt = time.GetTimestamp();
            call.Shard = index;
            _shards[index].Append(call);
        }
    }

    internal void Remove(PendingCall call)
    {
        var index = call.Shard;
        if (index < 0)
        {
            return;
        }

        lock (_shards[index])
        {
            _shards[index].Unlink(call);
        }
    }

    /// <summary>The calls that have been pending for that time or longer.</summary>
    internal List<PendingCall> OlderThan(TimeSpan age)
    {
        var latest = time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency);
        var found = new List<PendingCall>();
        foreach (var shard in _shards)
        {
            lock (shard)
            {
                for (var call = shard.Oldest; call is not null && call.MadeAt <= latest; call = call.Later)
                {
                    found.Add(call);
                }
            }
        }

        return found;
    }

    private static Shard[] CreateShards()
    {
        var created = new Shard[BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount)];
        for (var index = 0; index < created.Length; index++)
        {
            created[index] = new Shard();
        }

        return created;
    }

    private sealed class Shard
    {
        private PendingCall? _newest;

        internal PendingCall? Oldest { get; private set; }

        internal void Append(PendingCall call)
        {
            call.Earlier = _newest;
            if (_newest is null)
            {
                Oldest = call;
            }
            else
            {
                _newest.Later = call;
            }

            _newest = call;
        }

        internal void Unlink(PendingCall call)
        {
            if (call.Earlier is null && !ReferenceEquals(Oldest, call))
            {
                return;
            }

            if (call.Earlier is null)
            {
                Oldest = call.Later;
            }
            else
            {
                call.Earlier.Later = call.Later;
            }

            if (call.Later is null)
            {
                _newest = call.Earlier;
            }
            else
            {
                call.Later.Earlier = call.Earlier;
            }

            call.Earlier = call.Later = null;
        }
    }
}
